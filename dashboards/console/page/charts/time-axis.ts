import { formatDate, formatTime } from '../format.ts'
import type { View } from '../view.ts'
import { PALETTES } from './palette.ts'

/**
 * ECharts places its ticks in UTC or in the browser's zone, never in a named one. So times go in shifted by Vietnam's
 * UTC+7 (no daylight saving since 1975) with `useUTC`, and are shifted back to be written: whole hours and midnights
 * fall on ticks wherever the browser is.
 */
const VIETNAM_OFFSET_MS = 7 * 3_600_000

export function toAxis(atMs: number): number {
  return atMs + VIETNAM_OFFSET_MS
}

export function fromAxis(axisMs: number): number {
  return axisMs - VIETNAM_OFFSET_MS
}

export function timeAxis(view: View, fromMs: number, toMs: number): object {
  const { line, muted } = PALETTES[view.theme]
  const days = toMs - fromMs > 36 * 3_600_000
  return {
    type: 'time',
    min: toAxis(fromMs),
    max: toAxis(toMs),
    axisLine: { lineStyle: { color: line } },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      color: muted,
      fontSize: 11,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      formatter: (axisMs: number) => {
        const atMs = fromAxis(axisMs)
        const time = formatTime(atMs)
        // a midnight is written as its day: dd/MM
        return days && time === '00:00' ? formatDate(atMs).slice(0, 5) : time
      },
    },
    axisPointer: { type: 'line', lineStyle: { color: muted, width: 1, type: 'solid' }, label: { show: false } },
  }
}

export function valueAxis(
  view: View,
  unit: string,
  write: (value: number) => string,
  limits: { min?: number; max?: number },
): object {
  const { line, muted } = PALETTES[view.theme]
  const { min, max } = limits
  return {
    type: 'value',
    ...limits,
    name: unit,
    nameGap: 10,
    nameTextStyle: { color: muted, fontSize: 11, align: 'left' },
    splitNumber: 4,
    // both ends fixed: quarters, or the last tick would fall beside the end
    ...(min !== undefined && max !== undefined && { interval: (max - min) / 4 }),
    axisLabel: { color: muted, fontSize: 11, formatter: write },
    splitLine: { lineStyle: { color: line, width: 1 } },
    axisLine: { show: false },
    axisTick: { show: false },
  }
}

export function frame(view: View): object {
  const { text, surface, line } = PALETTES[view.theme]
  const { fontFamily } = getComputedStyle(document.body)
  return {
    animation: false,
    useUTC: true,
    textStyle: { fontFamily },
    grid: { left: 4, right: 12, top: 28, bottom: 2, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      // HTML tips would need inline styles, which the content security policy forbids
      renderMode: 'richText',
      confine: true,
      backgroundColor: surface,
      borderColor: line,
      borderWidth: 1,
      padding: [8, 10],
      textStyle: { color: text, fontSize: 12, lineHeight: 18, fontFamily },
    },
  }
}
