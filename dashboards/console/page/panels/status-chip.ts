import { element } from '../element.ts'

export type Tone = 'good' | 'warn' | 'bad' | 'quiet'

/** Each tone has a shape besides its colour. */
const SHAPES: Readonly<Record<Tone, string>> = { good: '●', warn: '▲', bad: '■', quiet: '○' }

export function statusChip(tone: Tone, text: string): HTMLElement {
  return element(
    'span',
    { class: `chip chip-${tone}` },
    element('span', { class: 'chip-shape', 'aria-hidden': 'true' }, SHAPES[tone]),
    text,
  )
}
