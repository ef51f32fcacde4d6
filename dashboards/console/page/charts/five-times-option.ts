import type { EChartsCoreOption } from 'echarts/core'
import { formatDate, formatDuration, formatNumber, formatShare, formatTime } from '../format.ts'
import type { View } from '../view.ts'
import type { PageData, PanelData, PanelDefinition } from '../wire.d.ts'
import { onGround } from './palette.ts'
import { frame, timeAxis, toAxis, valueAxis } from './time-axis.ts'

type TimesPanel = Extract<PanelDefinition, { kind: 'five-times' }>
type TimesData = Extract<PanelData, { kind: 'five-times' }>

/**
 * Stacked seconds of all cells, on an axis of cells: seconds of a window over its length are the cells that were in
 * that time on average. Example: 3 cells up for a minute are 180 s, drawn as 3.
 */
export function fiveTimesOption(panel: TimesPanel, data: TimesData, page: PageData, view: View): EChartsCoreOption {
  const windowS = page.stepMs / 1000
  const base = frame(view) as { tooltip: object }
  return {
    ...base,
    tooltip: { ...base.tooltip, formatter: tipOf(panel, data, page, view) },
    xAxis: timeAxis(view, page.from, page.to),
    yAxis: { ...valueAxis(view, (value) => formatNumber(value, view.language), {}), minInterval: 1 },
    series: panel.times.map((time) => ({
      type: 'bar',
      name: time.id,
      stack: 'times',
      barCategoryGap: '0%',
      barWidth: '101%',
      itemStyle: { color: onGround(time.colour, view.theme), opacity: time.id === 'up' ? 0.62 : 1 },
      data: (data.seconds[time.id] ?? []).map((seconds, place) => [
        toAxis(page.from + (place + 0.5) * page.stepMs),
        seconds === null ? null : seconds / windowS,
      ]),
    })),
  }
}

function tipOf(panel: TimesPanel, data: TimesData, page: PageData, view: View) {
  return (params: unknown): string => {
    const list = Array.isArray(params) ? (params as { dataIndex: number; seriesName: string; marker: unknown }[]) : []
    const place = list[0]?.dataIndex
    if (place === undefined) return ''
    const atMs = page.from + place * page.stepMs
    const sum = panel.times.reduce((total, time) => total + (data.seconds[time.id]?.[place] ?? 0), 0)
    const rows = panel.times.map((time) => {
      const marker = list.find((param) => param.seriesName === time.id)?.marker
      const seconds = data.seconds[time.id]?.[place] ?? 0
      const share = sum === 0 ? null : seconds / sum
      return `${typeof marker === 'string' ? marker : ''}${view.words(time.title)}: ${formatDuration(seconds, view.language)} (${formatShare(share, view.language)})`
    })
    return [`${formatDate(atMs)} ${formatTime(atMs, page.stepMs < 60_000)}`, ...rows].join('\n')
  }
}
