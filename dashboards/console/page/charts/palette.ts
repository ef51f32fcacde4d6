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

/** Some of the palette is too dark for a dark ground: same hue, lighter, and the two blues as far apart as before. */
const ON_DARK: Readonly<Record<string, string>> = {
  '#0072B2': '#3b8fdc',
  '#56B4E9': '#a6dcf7',
  '#D55E00': '#ee7a24',
  '#009E73': '#1fb88d',
  '#999999': '#8b97a2',
}

/** The colour mixed with the ground, opaque: neighbours that touch or overlap show no seam. Example: 0.6 of it. */
export function tint(colour: string, theme: Theme, share: number): string {
  const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  const ground = parts(PALETTES[theme].surface)
  const mixed = parts(onGround(colour, theme)).map((part, i) =>
    Math.round(part * share + (ground[i] ?? 0) * (1 - share)),
  )
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`
}

export function onGround(colour: string, theme: Theme): string {
  return theme === 'dark' ? (ON_DARK[colour] ?? colour) : colour
}
