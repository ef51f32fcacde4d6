import { element, refill } from '../element.ts'
import { boundsWords, figureSentence, reasonWords } from '../figure-words.ts'
import { formatNumber, formatShare, formatValue, NO_VALUE } from '../format.ts'
import type { PanelBody, View } from '../view.ts'
import type { PageData, PanelData, PanelDefinition } from '../wire.d.ts'
import { explainButton } from './explain-button.ts'

type TablePanel = Extract<PanelDefinition, { kind: 'kpi-table' }>
type TableData = Extract<PanelData, { kind: 'kpi-table' }>
type Row = TableData['rows'][number]

interface Sort {
  readonly column: string
  readonly ascending: boolean
}

const TAG_WORDS = { zone: 'zone', station: 'station', cell: 'cell' } as const

/** A phone has room for the names of the first tags beside a figure. */
const TAGS_ON_PHONES = 2

/** The worst groups; any column sorts. */
export function tablePanel(panel: TablePanel, view: View): PanelBody {
  const place = element('div', {
    class: 'table-scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': view.words(panel.title),
  })
  const note = element('p', { class: 'note' })
  let sort: Sort = { column: panel.orderBy, ascending: true }
  let last: { data: TableData; page: PageData } | undefined

  const draw = () => {
    if (last === undefined) return
    const { data, page } = last
    refill(note, noteWords(panel, data, view))
    if (data.rows.length === 0) {
      refill(
        place,
        element(
          'p',
          { class: 'empty' },
          view.say(data.groups === 0 ? 'noStations' : data.flawless > 0 ? 'noFlaw' : 'noRows'),
        ),
      )
      return
    }
    const zones = new Map(page.zones.map(({ id, name }) => [id, name]))
    const rows = [...data.rows].sort((a, b) => compareRows(a, b, sort, panel))
    // the button that had the focus is drawn anew with the table
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.column : undefined
    refill(
      place,
      element(
        'table',
        { class: 'ranking' },
        element('caption', { class: 'visually-hidden' }, view.words(panel.title)),
        element('thead', {}, headRow(panel, sort, choose, view)),
        element('tbody', {}, ...rows.map((row) => bodyRow(panel, row, zones, view))),
      ),
    )
    if (focused !== undefined) place.querySelector<HTMLElement>(`[data-column="${CSS.escape(focused)}"]`)?.focus()
  }
  const choose = (column: string) => {
    sort = { column, ascending: sort.column === column ? !sort.ascending : true }
    draw()
  }
  return {
    node: element('div', { class: 'panel-body' }, place, note),
    update(data, page) {
      if (data.kind !== 'kpi-table') return
      last = { data, page }
      draw()
    },
    dispose: () => undefined,
  }
}

function noteWords(panel: TablePanel, data: TableData, view: View): string {
  const count = (value: number) => formatNumber(value, view.language)
  const gate = formatShare(panel.minCoverage, view.language)
  return [
    `${count(data.groups)} ${view.say('ofCells')}`,
    `${count(data.flawless)} ${view.say('flawless')}`,
    `${count(data.held)} ${view.say('heldBack')} (< ${gate})`,
  ].join('; ')
}

/** By the order of the text where it is a tag, by value where it is a KPI; what has no value stays last. */
export function compareRows(a: Row, b: Row, sort: Sort, panel: { readonly by: readonly string[] }): number {
  const sign = sort.ascending ? 1 : -1
  if (panel.by.includes(sort.column)) {
    return sign * (a.by[sort.column] ?? '').localeCompare(b.by[sort.column] ?? '', 'vi', { numeric: true })
  }
  const left = a.figures[sort.column]?.value ?? null
  const right = b.figures[sort.column]?.value ?? null
  if (left === null || right === null) return Number(left === null) - Number(right === null)
  return sign * (left - right)
}

function headRow(panel: TablePanel, sort: Sort, choose: (column: string) => void, view: View): HTMLElement {
  const head = (column: string, name: string, className: string) => {
    const sorted = sort.column === column
    return element(
      'th',
      {
        scope: 'col',
        class: className,
        'aria-sort': sorted ? (sort.ascending ? 'ascending' : 'descending') : 'none',
      },
      element(
        'button',
        {
          type: 'button',
          class: 'sort',
          'data-column': column,
          title: `${view.say('sortBy')} ${name}`,
          onclick: () => choose(column),
        },
        name,
        element('span', { class: 'sort-mark', 'aria-hidden': 'true' }, sorted ? (sort.ascending ? '▲' : '▼') : '↕'),
      ),
    )
  }
  return element(
    'tr',
    {},
    ...panel.by.map((tag, place) =>
      head(
        tag,
        tag in TAG_WORDS ? view.say(TAG_WORDS[tag as keyof typeof TAG_WORDS]) : tag,
        place < TAGS_ON_PHONES ? '' : 'wide-only',
      ),
    ),
    ...panel.kpis.flatMap((kpi) => [
      head(kpi, view.words(view.kpi(kpi).title), 'number'),
      ...(kpi === panel.orderBy
        ? [
            element('th', { scope: 'col', class: 'number' }, view.say('bounds')),
            element('th', { scope: 'col', class: 'number' }, view.say('coverage')),
          ]
        : []),
    ]),
  )
}

function bodyRow(panel: TablePanel, row: Row, zones: ReadonlyMap<string, string>, view: View): HTMLElement {
  return element(
    'tr',
    {},
    ...panel.by.map((tag, place) => {
      const value = row.by[tag] ?? ''
      const text = tag === 'zone' ? view.zone(zones.get(value) ?? value) : value
      if (place === 0) return element('th', { scope: 'row' }, text)
      return element('td', { class: place < TAGS_ON_PHONES ? '' : 'wide-only' }, text)
    }),
    ...panel.kpis.flatMap((kpi) => {
      const figure = row.figures[kpi]
      const { unit } = view.kpi(kpi)
      if (figure === undefined) return [element('td', { class: 'number' }, NO_VALUE)]
      const value = element(
        'td',
        { class: 'number', title: figureSentence(figure, unit, view) },
        explainButton(
          view,
          { kpi, of: row.by, label: `${Object.values(row.by).join(' ')}: ${figureSentence(figure, unit, view)}` },
          figure.value === null ? NO_VALUE : formatValue(figure.value, unit, view.language),
        ),
        figure.value === null ? element('span', { class: 'reason' }, reasonWords(figure.na ?? 'no-data', view)) : null,
      )
      if (kpi !== panel.orderBy) return [value]
      return [
        value,
        element('td', { class: 'number quiet' }, boundsWords(figure, unit, view)),
        element('td', { class: 'number quiet' }, formatShare(figure.coverage, view.language)),
      ]
    }),
  )
}
