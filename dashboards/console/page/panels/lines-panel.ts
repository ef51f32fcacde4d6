import { type ChartWindows, makeChart } from '../charts/chart.ts'
import { latestValue, lineFigure, linesLabel, linesOption, unitOfLines } from '../charts/lines-option.ts'
import { onGround } from '../charts/palette.ts'
import { fromAxis } from '../charts/time-axis.ts'
import { element, refill } from '../element.ts'
import { boundsWords, figureSentence, reasonWords } from '../figure-words.ts'
import { formatInstant, formatShare, formatValue, NO_VALUE } from '../format.ts'
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
      chart.draw(
        linesOption(panel, data.lines, page, view),
        linesLabel(panel, data.lines, view),
        windowsOf(panel, data.lines, page, view),
      )
      table.update(() => content(panel, data.lines, page, view))
    },
    dispose: () => chart.dispose(),
  }
}

/** A click explains the line that is next to it, a key the first one. */
function windowsOf(panel: LinesPanel, lines: readonly Line[], page: PageData, view: View): ChartWindows {
  const { unit, shown } = unitOfLines(panel, lines, view)
  const scale = unit === '%' ? 1 : shown.factor
  return {
    count: lines[0]?.value.length ?? 0,
    placeOf: (axisMs) =>
      // a line has its points where windows begin, a bar stands in the middle of its window
      Math[panel.draw === 'bar' ? 'floor' : 'round']((fromAxis(axisMs) - page.from) / page.stepMs),
    say: (place) => sayWindow(lines, place, page, unit, view),
    pick: (place, value) => {
      const line = value === undefined ? lines[0] : nearest(panel, lines, place, value * scale)
      if (line !== undefined) view.explain(line.kpi, page.from + place * page.stepMs)
    },
  }
}

function sayWindow(lines: readonly Line[], place: number, page: PageData, unit: string, view: View): string {
  const figures = lines.map((line) => {
    return `${view.words(view.kpi(line.kpi).title)} ${figureSentence(lineFigure(line, place), unit, view)}`
  })
  return `${formatInstant(page.from + place * page.stepMs)}. ${figures.join('; ')}. ${view.say('explainHint')}`
}

/** The line whose value lies next to a place; of stacked bars the one that is under it. */
export function nearest(
  panel: Pick<LinesPanel, 'draw'>,
  lines: readonly Line[],
  place: number,
  value: number,
): Line | undefined {
  if (panel.draw === 'bar') {
    let top = 0
    for (const line of lines) {
      top += line.value[place] ?? 0
      if (value <= top) return line
    }
    return lines.at(-1)
  }
  const distance = (line: Line) => {
    const own = line.value[place] ?? null
    return own === null ? Number.POSITIVE_INFINITY : Math.abs(own - value)
  }
  return lines.toSorted((a, b) => distance(a) - distance(b))[0]
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
