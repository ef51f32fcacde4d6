import type { Theme } from '../view.ts'

export interface Palette {
  readonly text: string
  readonly muted: string
  readonly line: string
  readonly surface: string
}

/** The page's own colours, where a canvas cannot take them from the style sheet. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: { text: '#17222d', muted: '#56656f', line: '#e3e8ec', surface: '#ffffff' },
  dark: { text: '#e4ebf1', muted: '#94a5b4', line: '#263441', surface: '#16202a' },
}

/** The two blues and the vermilion of the palette are too dark for a dark ground: same hue, lighter. */
const ON_DARK: Readonly<Record<string, string>> = {
  '#0072B2': '#3f9bd8',
  '#D55E00': '#ee7a24',
  '#009E73': '#1fb88d',
  '#999999': '#8b97a2',
}

export function onGround(colour: string, theme: Theme): string {
  return theme === 'dark' ? (ON_DARK[colour] ?? colour) : colour
}
