import { element } from '../element.ts'
import type { View } from '../view.ts'

/** A figure that shows what it is made of when it is chosen; `what` it is, for those who hear the page. */
export function explainButton(view: View, what: string, open: () => void, ...text: (string | Node)[]): HTMLElement {
  const label = `${view.say('explainFigure')}: ${what}`
  return element('button', { type: 'button', class: 'link figure', 'aria-label': label, onclick: open }, ...text)
}
