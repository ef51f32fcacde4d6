import type { EChartsCoreOption } from 'echarts/core'
import { formatDuration, formatNumber, formatShare } from '../format.ts'
import type { Theme, View } from '../view.ts'
import type { PageData, PanelData, PanelDefinition, TimeDefinition } from '../wire.d.ts'
import { tipHead } from './lines-option.ts'
import { onGround, tint } from './palette.ts'
import { frame, timeAxis, toAxis, valueAxis } from './time-axis.ts'

type TimesPanel = Extract<PanelDefinition, { kind: 'five-times' }>
type TimesData = Extract<PanelData, { kind: 'five-times' }>

/** How much of its colour is left to a window that is still open. */
const OPEN_SHARE = 0.4

/**
 * Stacked seconds of all cells, on an axis of cells: seconds of a window over its length are the cells that were in
 * that time on average. Example: 3 cells down for a minute are 180 s, drawn as 3. Of the window that is running only
 * what has elapsed counts, and of an open one not what is unknown because its reports are still on their way.
 */
export function fiveTimesOption(
  panel: TimesPanel,
  data: TimesData,
  page: PageData,
  withUsual: boolean,
  view: View,
): EChartsCoreOption {
  const elapsedS = (place: number) => {
    const start = page.from + place * page.stepMs
    return Math.max(1, Math.min(page.stepMs, (page.realmClock ?? page.to) - start) / 1000)
  }
  const drawn = panel.times.filter(({ id }) => withUsual || id !== panel.usual)
  const base = frame(view) as { tooltip: object }
  const unit = view.say(withUsual ? 'cells' : 'cellsNotUp')
  return {
    ...base,
    tooltip: { ...base.tooltip, formatter: tipOf(panel, data, page, view) },
    xAxis: timeAxis(view, page.from, page.to),
    yAxis: {
      ...valueAxis(view, unit, (value) => formatNumber(value, view.language), {}),
      minInterval: 1,
      // one cell that is down does not fill the picture
      max: ({ max }: { max: number }) => (max < 4 ? 4 : null),
    },
    series: (['settled', 'open'] as const).flatMap((part) =>
      drawn.map((time) => ({
        type: 'line',
        step: 'end',
        name: time.id,
        stack: part,
        symbol: 'none',
        emphasis: { disabled: true },
        lineStyle: { width: 0 },
        color: timeColour(time, view.theme, panel.usual, part === 'open' ? OPEN_SHARE : 1),
        areaStyle: { opacity: 1 },
        data: steps(data, time.id, page, elapsedS, part),
      })),
    ),
  }
}

/** What is as it should be stays in the background. */
export function timeColour(time: TimeDefinition, theme: Theme, usual: string, share = 1): string {
  if (share === 1 && time.id !== usual) return onGround(time.colour, theme)
  return tint(time.colour, theme, share * (time.id === usual ? 0.55 : 1))
}

/** A step a window, each as wide as far as the next point is; so after the last window comes its end. */
function steps(
  data: TimesData,
  id: string,
  page: PageData,
  elapsedS: (place: number) => number,
  part: 'settled' | 'open',
): (number | null)[][] {
  const seconds = data.seconds[id] ?? []
  const [first, end] = part === 'settled' ? [0, data.openFrom] : [data.openFrom, seconds.length]
  const cellsAt = (place: number) => {
    const value = seconds[place] ?? null
    if (place < first || place >= end || value === null) return null
    return (value - (id === 'unknown' ? (data.expected[place] ?? 0) : 0)) / elapsedS(place)
  }
  return Array.from({ length: seconds.length + 1 }, (_, place) => [
    toAxis(page.from + place * page.stepMs),
    cellsAt(place === seconds.length ? place - 1 : place),
  ])
}

function tipOf(panel: TimesPanel, data: TimesData, page: PageData, view: View) {
  return (params: unknown): string => {
    const list = Array.isArray(params) ? (params as { dataIndex: number; seriesName: string; marker: unknown }[]) : []
    const last = Math.round((page.to - page.from) / page.stepMs) - 1
    const place = Math.min(last, list[0]?.dataIndex ?? -1)
    if (place < 0) return ''
    const atMs = page.from + place * page.stepMs
    const sum = panel.times.reduce((total, time) => total + (data.seconds[time.id]?.[place] ?? 0), 0)
    const rows = panel.times.map((time) => {
      const marker = list.find((param) => param.seriesName === time.id)?.marker
      const seconds = data.seconds[time.id]?.[place] ?? 0
      const share = sum === 0 ? null : seconds / sum
      return `${typeof marker === 'string' ? marker : ''}${view.words(time.title)}: ${formatDuration(seconds, view.language)} (${formatShare(share, view.language)})`
    })
    return [tipHead(atMs, page.stepMs, place >= data.openFrom, view), ...rows].join('\n')
  }
}
