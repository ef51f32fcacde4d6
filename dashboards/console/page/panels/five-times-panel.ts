import { makeChart } from '../charts/chart.ts'
import { fiveTimesOption, timeColour } from '../charts/five-times-option.ts'
import { fromAxis } from '../charts/time-axis.ts'
import { element, refill } from '../element.ts'
import { formatDuration, formatInstant, formatShare, NO_VALUE } from '../format.ts'
import type { PanelBody, View } from '../view.ts'
import type { PageData, PanelData, PanelDefinition } from '../wire.d.ts'
import { detailsTable, instantOf, type TableContent } from './details-table.ts'
import { legendEntry } from './legend.ts'

type TimesPanel = Extract<PanelDefinition, { kind: 'five-times' }>
type TimesData = Extract<PanelData, { kind: 'five-times' }>

/** Shares of the five times over the range, and over time those that are not as they should be. */
export function fiveTimesPanel(panel: TimesPanel, view: View): PanelBody {
  const legend = element('ul', { class: 'legend legend-times' })
  const chart = makeChart('chart-lines')
  const nothing = element('p', { class: 'chart-note', 'aria-hidden': 'true' }, view.say('nothingNotUp'))
  const table = detailsTable(view)
  const openNote = element('p', { class: 'open-note' }, view.say('openArea'))
  let withUsual = false
  let last: { data: TimesData; page: PageData } | undefined

  const draw = () => {
    if (last === undefined) return
    const { data, page } = last
    const shares = panel.times.map((time) => `${view.words(time.title)} ${shareWords(data, time.id, view)}`)
    nothing.hidden = withUsual || !hasNothing(panel, data)
    const label = `${view.words(panel.title)}. ${shares.join('; ')}`
    chart.draw(fiveTimesOption(panel, data, page, withUsual, view), label, {
      count: data.seconds[panel.usual]?.length ?? 0,
      placeOf: (axisMs) => Math.floor((fromAxis(axisMs) - page.from) / page.stepMs),
      say: (place) => sayWindow(panel, data, page, place, view),
      pick: (place) => view.explain(EXPLAINED, page.from + place * page.stepMs),
    })
  }
  const toggle = element(
    'button',
    {
      type: 'button',
      class: 'toggle',
      'aria-pressed': 'false',
      onclick: () => {
        withUsual = !withUsual
        toggle.setAttribute('aria-pressed', String(withUsual))
        draw()
      },
    },
    view.say('withUsual'),
  )
  return {
    node: element(
      'div',
      { class: 'panel-body' },
      legend,
      element('div', { class: 'chart-place' }, chart.node, nothing),
      element('div', { class: 'below' }, table.node, element('div', { class: 'below-right' }, openNote, toggle)),
    ),
    update(data, page) {
      if (data.kind !== 'five-times') return
      last = { data, page }
      openNote.hidden = data.openFrom >= (data.seconds[panel.usual]?.length ?? 0)
      refill(
        legend,
        ...panel.times.map((time) =>
          legendEntry(
            timeColour(time, view.theme, panel.usual),
            view.words(time.title),
            `${shareWords(data, time.id, view)}${onTheWay(data, time.id, view)}`,
            `${view.words(time.description)} ${formatDuration(data.totals[time.id] ?? 0, view.language)}`,
          ),
        ),
      )
      draw()
      table.update(() => content(panel, data, page, view))
    },
    dispose: () => chart.dispose(),
  }
}

/** The KPI that the five times make. */
const EXPLAINED = 'CellAvail.Total'

function sayWindow(panel: TimesPanel, data: TimesData, page: PageData, place: number, view: View): string {
  const times = panel.times.map(({ id, title }) => {
    const seconds = data.seconds[id]?.[place] ?? null
    return `${view.words(title)} ${seconds === null ? NO_VALUE : formatDuration(seconds, view.language)}`
  })
  return `${formatInstant(page.from + place * page.stepMs)}. ${times.join('; ')}. ${view.say('explainHint')}`
}

function shareWords(data: TimesData, id: string, view: View): string {
  return formatShare(data.exp === 0 ? null : (data.totals[id] ?? 0) / data.exp, view.language)
}

/** How much of the unknown time is so only because its reports are still on their way. */
function onTheWay(data: TimesData, id: string, view: View): string {
  const seconds = id === 'unknown' ? data.expected.reduce((sum, value) => sum + value, 0) : 0
  // a share that reads as next to nothing is not worth a word
  if (data.exp === 0 || seconds / data.exp < 0.0005) return ''
  return ` (${view.say('onTheWay')}: ${formatShare(seconds / data.exp, view.language)})`
}

function hasNothing(panel: TimesPanel, data: TimesData): boolean {
  const drawn = panel.times.filter(({ id }) => id !== panel.usual).map(({ id }) => data.totals[id] ?? 0)
  return data.exp > 0 && drawn.reduce((sum, value) => sum + value, 0) === data.expected.reduce((a, b) => a + b, 0)
}

function content(panel: TimesPanel, data: TimesData, page: PageData, view: View): TableContent {
  const duration = (seconds: number | null) => (seconds === null ? NO_VALUE : formatDuration(seconds, view.language))
  const windows = data.seconds[panel.usual]?.length ?? 0
  return {
    caption: view.words(panel.title),
    head: [view.say('time'), ...panel.times.map((time) => view.words(time.title))],
    rows: [
      [
        view.say('total'),
        ...panel.times.map(({ id }) => `${duration(data.totals[id] ?? 0)} (${shareWords(data, id, view)})`),
      ],
      ...Array.from({ length: windows }, (_, i) => windows - 1 - i).map((place) => [
        instantOf(page, place, data.openFrom, view),
        ...panel.times.map(({ id }) => duration(data.seconds[id]?.[place] ?? null)),
      ]),
    ],
  }
}
