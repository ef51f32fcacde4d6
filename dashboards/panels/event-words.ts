import type { Bilingual } from '../../contract/mod.ts'
import type { Attribution, EventType } from '../../store/mod.ts'

/** What an event is called. */
export const EVENT_TYPE_WORDS: Readonly<Record<EventType, Bilingual>> = {
  outage: { vi: 'Gián đoạn', en: 'Outage' },
  'declared-outage': { vi: 'Gián đoạn được khai báo', en: 'Declared outage' },
  silence: { vi: 'Mất liên lạc', en: 'Silent' },
  maintenance: { vi: 'Bảo trì', en: 'Maintenance' },
  restart: { vi: 'Khởi động lại', en: 'Restart' },
  software: { vi: 'Đổi phần mềm', en: 'Software change' },
  alarm: { vi: 'Cảnh báo thiết bị', en: 'Station alarm' },
  'boot-reused': { vi: 'Trùng lần khởi động', en: 'Boot reused' },
  connection: { vi: 'Kết nối', en: 'Connection' },
  clock: { vi: 'Sai đồng hồ', en: 'Clock off' },
  quarantine: { vi: 'Bộ đếm bị loại', en: 'Counter set aside' },
  'test-not-counted': { vi: 'Mẫu đo không tính', en: 'Test sample not counted' },
  'counter-fell': { vi: 'Bộ đếm lùi', en: 'Counter fell' },
}

/**
 * Why, by the event's `cause`: the causes of TS 32.405 4.35.1, reasons of a birth, what a maintenance window is, and
 * severities of station alarms (X.733). Written as they come.
 */
export const EVENT_CAUSE_WORDS: Readonly<Record<string, Bilingual>> = {
  fault: { vi: 'lỗi thiết bị', en: 'fault' },
  'undeclared-decrease': {
    vi: 'giảm mà không khởi động lại, cũng không khai báo wrap',
    en: 'decreased without a new boot or a declared wrap',
  },
  'not-nr': { vi: 'không phải mạng 5G', en: 'not on 5G' },
  'too-soon': { vi: 'cách mẫu trước dưới 30 s', en: 'under 30 s after the one before' },
  'clock-behind': { vi: 'đồng hồ của trạm chậm', en: 'station clock behind' },
  'clock-ahead': { vi: 'đồng hồ của trạm nhanh', en: 'station clock ahead' },
  'below-zero': { vi: 'giá trị âm', en: 'below zero' },
  'above-100-percent': { vi: 'tỷ lệ trên 100 %', en: 'share above 100 %' },
  'above-period': { vi: 'dài hơn chu kỳ thu thập', en: 'longer than its period' },
  'unlike-causes': { vi: 'tổng khác với các nguyên nhân cộng lại', en: 'total unlike its causes' },
  'too-big': { vi: 'giá trị quá lớn', en: 'too big' },
  counted: { vi: 'được tính', en: 'counted' },
  transport: { vi: 'truyền dẫn', en: 'transport' },
  manual: { vi: 'can thiệp vận hành', en: 'manual intervention' },
  'energy-saving': { vi: 'tiết kiệm năng lượng', en: 'energy saving' },
  'not-installed': { vi: 'chưa lắp đặt', en: 'not installed' },
  overrun: { vi: 'quá thời gian đăng ký', en: 'overrun' },
  'taken-back': { vi: 'đã rút lại', en: 'taken back' },
  declared: { vi: 'do nhà mạng khai báo', en: 'declared by the operator' },
  planned: { vi: 'theo kế hoạch', en: 'planned' },
  silent: { vi: 'mất liên lạc', en: 'silent' },
  collector: { vi: 'phía thu nhận gián đoạn', en: 'our own side was down' },
  power: { vi: 'nguồn điện', en: 'power' },
  watchdog: { vi: 'tự khởi động lại (watchdog)', en: 'watchdog' },
  operator: { vi: 'người vận hành', en: 'operator' },
  upgrade: { vi: 'nâng cấp phần mềm', en: 'software upgrade' },
  unknown: { vi: 'không rõ', en: 'not known' },
  registered: { vi: 'đã đăng ký trước', en: 'registered' },
  'registered-afterwards': { vi: 'đăng ký sau', en: 'registered afterwards' },
  CRITICAL: { vi: 'nghiêm trọng', en: 'critical' },
  MAJOR: { vi: 'quan trọng', en: 'major' },
  MINOR: { vi: 'nhẹ', en: 'minor' },
  WARNING: { vi: 'lưu ý', en: 'warning' },
  INDETERMINATE: { vi: 'chưa xác định mức độ', en: 'indeterminate' },
  CLEARED: { vi: 'đã hết', en: 'cleared' },
}

/** What an outage is put down to. */
export const ATTRIBUTION_WORDS: Readonly<Record<Attribution, Bilingual>> = {
  power: { vi: 'nguồn điện', en: 'power' },
  transport: { vi: 'truyền dẫn', en: 'transport' },
  environment: { vi: 'môi trường (nhiệt độ, nước, đột nhập …)', en: 'environment (temperature, water, intrusion …)' },
  hardware: { vi: 'phần cứng', en: 'hardware' },
  software: { vi: 'phần mềm', en: 'software' },
  unknown: { vi: 'không rõ', en: 'not known' },
}
