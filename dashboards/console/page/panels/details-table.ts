import { element, refill } from '../element.ts'
import { formatInstant } from '../format.ts'
import type { View } from '../view.ts'
import type { PageData } from '../wire.d.ts'

export interface TableContent {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export interface DetailsTable {
  readonly node: HTMLElement
  update(make: () => TableContent): void
}

/** The figures behind a picture as a real table, built only while it is open. */
export function detailsTable(view: View): DetailsTable {
  const place = element('div', {
    class: 'table-scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': view.say('table'),
  })
  let make: (() => TableContent) | undefined
  const fill = () => {
    if (make !== undefined) refill(place, plainTable(make()))
  }
  const node = element('details', { class: 'figures' }, element('summary', {}, view.say('table')), place)
  node.addEventListener('toggle', () => (node.open ? fill() : place.replaceChildren()))
  return {
    node,
    update(next) {
      make = next
      if (node.open) fill()
    },
  }
}

/** Start of a window, in the first column; that it is open, where it is. */
export function instantOf(page: PageData, place: number, openFrom: number, view: View): string {
  const instant = formatInstant(page.from + place * page.stepMs)
  return place >= openFrom ? `${instant} (${view.say('openWindow')})` : instant
}

export function plainTable({ caption, head, rows }: TableContent): HTMLElement {
  return element(
    'table',
    {},
    element('caption', { class: 'visually-hidden' }, caption),
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element(
      'tbody',
      {},
      ...rows.map((row) =>
        element(
          'tr',
          {},
          ...row.map((text, column) =>
            column === 0 ? element('th', { scope: 'row' }, text) : element('td', {}, text),
          ),
        ),
      ),
    ),
  )
}
