import { element } from '../element.ts'
import type { View } from '../view.ts'

export interface ExplainedFigure {
  readonly kpi: string
  /** Tags of the group beside the page's scope; empty: all of it. */
  readonly of: Readonly<Record<string, string>>
  /** What it is and says, for those who hear the page; absent: its text. */
  readonly label?: string
}

/** A figure over all the time shown, that tells what it is made of when it is chosen. */
export function explainButton(
  view: View,
  { kpi, of, label }: ExplainedFigure,
  ...text: (string | Node)[]
): HTMLButtonElement {
  const why = view.say('explainFigure')
  return element(
    'button',
    {
      type: 'button',
      class: 'link figure',
      title: why,
      'aria-label': label === undefined ? undefined : `${why}: ${label}`,
      'data-explains': [kpi, ...Object.values(of)].join(' '),
      onclick: () => view.explainAll(kpi, of),
    },
    ...text,
  )
}

/** The button of a figure by {@link focusedFigure}, which may have been drawn anew since. */
export function focusFigure(within: ParentNode, figure: string | undefined): void {
  if (figure !== undefined) within.querySelector<HTMLElement>(`[data-explains="${CSS.escape(figure)}"]`)?.focus()
}

/** Which figure has the focus; undefined: none. */
export function focusedFigure(within: Node): string | undefined {
  const focused = document.activeElement
  return focused instanceof HTMLElement && within.contains(focused) ? focused.dataset.explains : undefined
}
