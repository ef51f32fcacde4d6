import { element } from '../element.ts'

/** A swatch in its colour beside the name and what it stands for now; colour never speaks alone. */
export function legendEntry(colour: string, name: string, value: string, hint?: string): HTMLElement {
  const swatch = element('span', { class: 'swatch', 'aria-hidden': 'true' })
  swatch.style.backgroundColor = colour
  return element(
    'li',
    { title: hint ?? null },
    swatch,
    element('span', { class: 'legend-name' }, name),
    element('span', { class: 'legend-value' }, value),
  )
}
