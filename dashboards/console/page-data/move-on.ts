import type { Line, PanelData } from '../page/wire.d.ts'

/**
 * The same figures for a time that begins `places` windows later: charts lose their first windows and get as many empty ones at
 * the end, all else stands. `pending` where none of their windows is left.
 */
export function moveOn(data: PanelData, places: number): PanelData {
  if (places === 0) return data
  if (data.kind === 'kpi-lines') {
    const left = Math.min(...data.lines.map(({ value }) => value.length - places), Number.POSITIVE_INFINITY)
    if (places < 0 || left <= 0) return { kind: 'pending' }
    return { ...data, lines: data.lines.map((line) => moveLine(line, places)) }
  }
  if (data.kind === 'five-times') {
    if (places < 0 || data.expected.length <= places) return { kind: 'pending' }
    const seconds = Object.entries(data.seconds).map(
      ([time, windows]) => [time, shifted(windows, places, null)] as const,
    )
    return {
      ...data,
      seconds: Object.fromEntries(seconds),
      expected: shifted(data.expected, places, 0),
      openFrom: Math.max(0, data.openFrom - places),
    }
  }
  return data
}

function moveLine(line: Line, places: number): Line {
  return {
    ...line,
    value: shifted(line.value, places, null),
    lo: shifted(line.lo, places, null),
    hi: shifted(line.hi, places, null),
    coverage: shifted(line.coverage, places, null),
    na: shifted(line.na, places, 'never-reported'),
    openFrom: Math.max(0, line.openFrom - places),
  }
}

function shifted<T>(windows: readonly T[], places: number, empty: T): T[] {
  return [...windows.slice(places), ...Array.from({ length: places }, () => empty)]
}
