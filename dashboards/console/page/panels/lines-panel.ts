import { makeChart } from '../charts/chart.ts'
import { latestValue, lineFigure, linesLabel, linesOption, unitOfLines } from '../charts/lines-option.ts'
import { onGround } from '../charts/palette.ts'
import { element, refill } from '../element.ts'
import { boundsWords, reasonWords } from '../figure-words.ts'
import { formatShare, formatValue, NO_VALUE } from '../format.ts'
import type { PanelBody, View } from '../view.ts'
import type { Line, PageData, PanelDefinition } from '../wire.d.ts'
import { detailsTable, instantOf, type TableContent } from './details-table.ts'
import { legendEntry } from './legend.ts'

type LinesPanel = Extract<PanelDefinition, { kind: 'kpi-lines' }>

/** KPIs over time, with the latest value of each beside its name. */
export function linesPanel(panel: LinesPanel, view: View): PanelBody {
  const legend = element('ul', { class: 'legend' })
  const chart = makeChart('chart-lines')
  const table = detailsTable(view)
  const openNote = element('p', { class: 'open-note' }, view.say(panel.draw === 'bar' ? 'openArea' : 'openLine'))
  return {
    node: element(
      'div',
      { class: 'panel-body' },
      legend,
      chart.node,
      element('div', { class: 'below' }, table.node, element('div', { class: 'below-right' }, openNote)),
    ),
    update(data, page) {
      if (data.kind !== 'kpi-lines') return
      openNote.hidden = !data.lines.some((line) => line.openFrom < line.value.length)
      refill(legend, ...data.lines.map((line) => entry(panel, line, data.lines, view)))
      chart.draw(linesOption(panel, data.lines, page, view), linesLabel(panel, data.lines, view))
      table.update(() => content(panel, data.lines, page, view))
    },
    dispose: () => chart.dispose(),
  }
}

/** Without what the panel's heading says already: `UE throughput DL` under `UE throughput` is `DL`. */
export function shortName(name: string, heading: string): string {
  const rest = name.startsWith(`${heading} `) ? name.slice(heading.length + 1) : name
  return rest.charAt(0).toUpperCase() + rest.slice(1)
}

function entry(panel: LinesPanel, line: Line, lines: readonly Line[], view: View): HTMLElement {
  const { title, colour } = view.kpi(line.kpi)
  const { unit, shown } = unitOfLines(panel, lines, view)
  const values = line.value.filter((value) => value !== null)
  const total = values.reduce((sum, value) => sum + value, 0)
  const isSum = panel.draw === 'bar'
  // a sum's latest window is still filling: what counts is the whole range
  const figure = isSum ? total : (latestValue(line) ?? 0)
  const value =
    values.length === 0
      ? `${NO_VALUE} ${reasonWords(line.na.findLast((reason) => reason !== '') ?? 'no-data', view)}`
      : formatValue(figure, unit, view.language, unit === '%' || isSum ? undefined : shown)
  const hint = `${view.words(title)} (${view.say(isSum ? 'total' : 'latest')})`
  return legendEntry(onGround(colour, view.theme), shortName(view.words(title), view.words(panel.title)), value, hint)
}

function content(panel: LinesPanel, lines: readonly Line[], page: PageData, view: View): TableContent {
  const { unit, shown } = unitOfLines(panel, lines, view)
  const windows = lines[0]?.value.length ?? 0
  const places = Array.from({ length: windows }, (_, i) => windows - 1 - i)
  return {
    caption: view.words(panel.title),
    head: [
      view.say('time'),
      ...lines.flatMap((line) => [
        view.words(view.kpi(line.kpi).title),
        ...(panel.showBounds ? [view.say('bounds')] : []),
        view.say('coverage'),
      ]),
    ],
    rows: places.map((place) => [
      instantOf(page, place, Math.min(...lines.map(({ openFrom }) => openFrom)), view),
      ...lines.flatMap((line) => {
        const figure = lineFigure(line, place)
        const value =
          figure.value === null
            ? `${NO_VALUE} ${reasonWords(figure.na ?? 'no-data', view)}`
            : formatValue(figure.value, unit, view.language, unit === '%' ? undefined : shown)
        return [
          value,
          ...(panel.showBounds ? [boundsWords(figure, unit, view)] : []),
          formatShare(figure.coverage, view.language),
        ]
      }),
    ]),
  }
}
