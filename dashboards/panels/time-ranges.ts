import type { TimeRange } from './panel.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Lengths and the level each is drawn from: 90, 60, 360, 96 and 168 windows, few enough to read and to ask for each second. */
export const TIME_RANGES: readonly TimeRange[] = [
  { id: '15m', title: { vi: '15 phút', en: '15 min' }, lengthMs: 15 * MINUTE_MS, level: '10s' },
  { id: '1h', title: { vi: '1 giờ', en: '1 hour' }, lengthMs: HOUR_MS, level: '1m' },
  { id: '6h', title: { vi: '6 giờ', en: '6 hours' }, lengthMs: 6 * HOUR_MS, level: '1m' },
  { id: '24h', title: { vi: '24 giờ', en: '24 hours' }, lengthMs: 24 * HOUR_MS, level: '15m' },
  { id: '7d', title: { vi: '7 ngày', en: '7 days' }, lengthMs: 168 * HOUR_MS, level: '1h' },
]
