import type { EChartsCoreOption } from 'echarts/core'
import { figureSentence } from '../figure-words.ts'
import { formatDate, formatTime, formatValue, type ShownUnit, shownUnit } from '../format.ts'
import type { View } from '../view.ts'
import type { Figure, Line, PageData, PanelDefinition } from '../wire.d.ts'
import { onGround } from './palette.ts'
import { frame, timeAxis, toAxis, valueAxis } from './time-axis.ts'

type LinesPanel = Extract<PanelDefinition, { kind: 'kpi-lines' }>

export function lineFigure(line: Line, place: number): Figure {
  const na = line.na[place]
  return {
    value: line.value[place] ?? null,
    lo: line.lo[place] ?? null,
    hi: line.hi[place] ?? null,
    boundKind: line.lo[place] == null && line.hi[place] == null ? 'none' : line.boundKind,
    coverage: line.coverage[place] ?? null,
    suspectShare: null,
    ...(na !== undefined && na !== '' && { na }),
  }
}

/** One unit for all lines of a panel, by the greatest value on it. */
export function unitOfLines(panel: LinesPanel, lines: readonly Line[], view: View): { unit: string; shown: ShownUnit } {
  const unit = view.kpi(panel.kpis[0] ?? '').unit
  let greatest = 0
  for (const line of lines) for (const value of line.value) greatest = Math.max(greatest, Math.abs(value ?? 0))
  return { unit, shown: shownUnit(unit, greatest) }
}

export function linesOption(panel: LinesPanel, lines: readonly Line[], page: PageData, view: View): EChartsCoreOption {
  const { unit, shown } = unitOfLines(panel, lines, view)
  const scale = unit === '%' ? 1 : shown.factor
  const at = (place: number) => toAxis(page.from + (place + (panel.draw === 'bar' ? 0.5 : 0)) * page.stepMs)
  const series = lines.flatMap((line) => {
    const colour = onGround(view.kpi(line.kpi).colour, view.theme)
    if (panel.draw === 'bar') return [barSeries(line, colour, at, scale)]
    const main = lineSeries(line, colour, at, scale)
    return panel.showBounds ? [...bandSeries(line, colour, at, scale), ...main] : main
  })
  const base = frame(view) as { tooltip: object }
  return {
    ...base,
    tooltip: { ...base.tooltip, formatter: tipOf(lines, unit, page, view) },
    xAxis: timeAxis(view, page.from, page.to),
    yAxis: valueAxis(
      view,
      unit === '%' ? '%' : shown.unit,
      (value) => value.toLocaleString(view.language === 'vi' ? 'vi-VN' : 'en-GB'),
      { ...panel.axis, ...(panel.axis.min === undefined && panel.axis.max !== undefined && floorOf(lines)) },
    ),
    series,
  }
}

/** Ratios near 100 %: the axis begins at a round value below the least, so that a fall of one per cent shows. */
function floorOf(lines: readonly Line[]): { min: number } {
  let least = 100
  for (const line of lines) for (const value of line.value) if (value !== null) least = Math.min(least, value)
  return { min: Math.max(0, Math.floor((least - 1) / 4) * 4) }
}

/** Two strokes: what is settled, and dashed from its last value on what is still open. */
function lineSeries(line: Line, color: string, at: (place: number) => number, scale: number): object[] {
  const stroke = (type: 'solid' | 'dashed', isDrawn: (place: number) => boolean) => ({
    type: 'line',
    name: line.kpi,
    color,
    lineStyle: { width: 1.75, color, type: type === 'solid' ? type : [4, 3] },
    symbol: 'circle',
    symbolSize: 0,
    emphasis: { disabled: true },
    z: 3,
    data: line.value.map((value, place) => {
      const drawn = isDrawn(place) ? value : null
      return {
        value: [at(place), drawn === null ? null : drawn / scale],
        // a value between two gaps would have no line to be seen by
        ...(value !== null && line.value[place - 1] == null && line.value[place + 1] == null && { symbolSize: 5 }),
      }
    }),
  })
  return [stroke('solid', (place) => place < line.openFrom), stroke('dashed', (place) => place >= line.openFrom - 1)]
}

function barSeries(line: Line, color: string, at: (place: number) => number, scale: number): object {
  return {
    type: 'bar',
    name: line.kpi,
    stack: 'sum',
    barCategoryGap: '25%',
    emphasis: { disabled: true },
    data: line.value.map((value, place) => ({
      value: [at(place), value === null ? null : value / scale],
      // an open window has not all of its sum yet
      itemStyle: { color, opacity: place >= line.openFrom ? 0.4 : 1 },
    })),
  }
}

function bandSeries(line: Line, color: string, at: (place: number) => number, scale: number): object[] {
  const common = {
    type: 'line',
    stack: `${line.kpi}.bounds`,
    stackStrategy: 'all',
    symbol: 'none',
    lineStyle: { width: 0 },
    silent: true,
    z: 1,
  }
  const both = line.lo.map((lo, place) => {
    const hi = line.hi[place] ?? null
    // what an open window lacks is still to come; and round no value there is no doubt to draw
    const isDrawn = place < line.openFrom && line.value[place] != null
    return lo === null || hi === null || !isDrawn ? null : { lo: lo / scale, width: (hi - lo) / scale }
  })
  return [
    { ...common, data: both.map((band, place) => [at(place), band?.lo ?? null]) },
    {
      ...common,
      areaStyle: { color, opacity: 0.16 },
      data: both.map((band, place) => [at(place), band?.width ?? null]),
    },
  ]
}

function tipOf(lines: readonly Line[], unit: string, page: PageData, view: View) {
  return (params: unknown): string => {
    const list = Array.isArray(params) ? (params as { dataIndex: number; seriesName: string; marker: unknown }[]) : []
    const place = list[0]?.dataIndex
    if (place === undefined) return ''
    const atMs = page.from + place * page.stepMs
    const rows = lines.map((line) => {
      const marker = list.find((param) => param.seriesName === line.kpi)?.marker
      const name = view.words(view.kpi(line.kpi).title)
      return `${typeof marker === 'string' ? marker : ''}${name}: ${figureSentence(lineFigure(line, place), unit, view).replace('; ', '\n')}`
    })
    return [
      tipHead(
        atMs,
        page.stepMs,
        lines.some(({ openFrom }) => place >= openFrom),
        view,
      ),
      ...rows,
    ].join('\n')
  }
}

/** The instant that a tool tip is about; that its window is open, where it is. */
export function tipHead(atMs: number, stepMs: number, isOpen: boolean, view: View): string {
  const instant = `${formatDate(atMs)} ${formatTime(atMs, stepMs < 60_000)}`
  return isOpen ? `${instant} (${view.say('openWindow')})` : instant
}

/** The last value of what is settled; of an open window only where there is no other. */
export function latestValue(line: Line): number | null {
  const settled = line.value.slice(0, line.openFrom).findLast((value) => value !== null)
  return settled ?? line.value.findLast((value) => value !== null) ?? null
}

/** What the picture says, in words: the latest value of each line. */
export function linesLabel(panel: LinesPanel, lines: readonly Line[], view: View): string {
  const { unit } = unitOfLines(panel, lines, view)
  const latest = lines.map((line) => {
    return `${view.words(view.kpi(line.kpi).title)} ${formatValue(latestValue(line), unit, view.language)}`
  })
  return `${view.words(panel.title)}. ${view.say('latest')}: ${latest.join('; ')}`
}
