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

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Distances of ticks that a reader counts in. */
const TICK_STEPS_MS = [
  ...[1, 2, 3, 5, 10, 15, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 4, 6, 12, 24, 48, 168].map((hours) => hours * HOUR_MS),
]
/** As many labels as fit on a phone. */
const MOST_TICKS = 7

/**
 * Instants to label, evenly apart and on whole steps of Vietnam's clock. ECharts' own mix hours with minutes, and drop what
 * overlaps one by one.
 *
 * Example: 06:21 to 07:21 → 06:30, 06:40 … 07:20.
 */
export function timeTicks(fromMs: number, toMs: number): number[] {
  const stepMs = TICK_STEPS_MS.find((step) => (toMs - fromMs) / step <= MOST_TICKS) ?? 168 * HOUR_MS
  const ticks: number[] = []
  for (let axis = Math.ceil(toAxis(fromMs) / stepMs) * stepMs; axis <= toAxis(toMs); axis += stepMs) ticks.push(axis)
  return ticks
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
      customValues: timeTicks(fromMs, toMs),
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
