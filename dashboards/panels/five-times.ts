import type { Bilingual, TimelineField } from '../../contract/mod.ts'

/** One of the five times into which every second in service of every cell falls. */
export interface FiveTime {
  readonly id: 'up' | 'down' | 'planned' | 'es' | 'unknown'
  /** Stored field [s]. */
  readonly field: TimelineField
  readonly title: Bilingual
  readonly description: Bilingual
  /** sRGB, from the palette of Okabe and Ito: tells apart with any colour vision; a text label always stands beside it. */
  readonly colour: string
}

/** In stacking order from the bottom. They add up to `exp`, the seconds in service, exactly and always. */
export const FIVE_TIMES: readonly FiveTime[] = [
  {
    id: 'up',
    field: 'avail.up',
    title: { vi: 'Hoạt động', en: 'Up' },
    description: { vi: 'Cell phục vụ được.', en: 'The cell served.' },
    colour: '#009E73',
  },
  {
    id: 'down',
    field: 'avail.down',
    title: { vi: 'Gián đoạn', en: 'Down' },
    description: {
      vi: 'Gián đoạn ngoài kế hoạch: lỗi thiết bị, truyền dẫn hoặc can thiệp vận hành, kể cả phần quá thời gian đăng ký.',
      en: 'Unplanned: fault, transport or manual intervention, and what overran its maintenance window.',
    },
    colour: '#D55E00',
  },
  {
    id: 'planned',
    field: 'avail.planned',
    title: { vi: 'Theo kế hoạch', en: 'Planned' },
    description: {
      vi: 'Gián đoạn bắt đầu trong khung giờ bảo trì đã đăng ký.',
      en: 'Unavailable within a registered maintenance window, begun inside it.',
    },
    colour: '#0072B2',
  },
  {
    id: 'es',
    field: 'avail.es',
    title: { vi: 'Tiết kiệm năng lượng', en: 'Energy saving' },
    description: { vi: 'Cell tắt có chủ đích để tiết kiệm năng lượng.', en: 'Switched off on purpose to save energy.' },
    colour: '#56B4E9',
  },
  {
    id: 'unknown',
    field: 'avail.unknown',
    title: { vi: 'Không xác định', en: 'Unknown' },
    description: {
      vi: 'Không có bằng chứng: trạm mất liên lạc, thiếu bản tin hoặc phía thu nhận gián đoạn.',
      en: 'No proof either way: the station is silent, messages are missing, or our own side was down.',
    },
    colour: '#999999',
  },
]

/** The one explanation of the five times, wherever availability is shown. */
export const FIVE_TIMES_EXPLANATION: Bilingual = {
  vi: 'Mỗi giây của mỗi cell thuộc đúng một trong năm loại thời gian: hoạt động, gián đoạn, theo kế hoạch, tiết kiệm năng lượng, không xác định. Tổng luôn bằng thời gian cell được tính. Thời gian không xác định không bao giờ được coi là hoạt động hay gián đoạn: nó mở rộng khoảng cận dưới (tất cả là gián đoạn) – cận trên (tất cả là hoạt động).',
  en: 'Every second of every cell is exactly one of five times: up, down, planned, energy saving or unknown. Together they are the time in service, always. Unknown time is never taken for up or down: it widens the bounds instead, from all of it down (lower) to all of it up (upper).',
}
