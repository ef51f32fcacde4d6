import { onGround } from '../charts/palette.ts'
import { element } from '../element.ts'
import type { View } from '../view.ts'

/** A swatch in its colour beside the name and what it stands for now; colour never speaks alone. */
export function legendEntry(view: View, colour: string, name: string, value: string, hint?: string): HTMLElement {
  const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' })
  swatch.style.backgroundColor = onGround(colour, view.theme)
  return element(
    'li',
    { title: hint ?? null },
    swatch,
    element('span', { class: 'legend-name' }, name),
    element('span', { class: 'legend-value' }, value),
  )
}
