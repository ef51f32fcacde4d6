import type { Bilingual, FieldName, KpiDefinition } from '../kpi/definition.ts'
import type { TimelineField } from '../kpi/timeline-fields.ts'
import type { Language } from './language.ts'

/** What a formula calls the fields of the timeline. */
export const TIMELINE_WORDS: Readonly<Record<TimelineField, Bilingual>> = {
  exp: { vi: 'thời gian được tính', en: 'in service' },
  'avail.up': { vi: 'hoạt động', en: 'up' },
  'avail.down': { vi: 'gián đoạn', en: 'down' },
  'avail.planned': { vi: 'theo kế hoạch', en: 'planned' },
  'avail.es': { vi: 'tiết kiệm năng lượng', en: 'energy saving' },
  'avail.unknown': { vi: 'không xác định', en: 'unknown' },
  'avail.down_fault': { vi: 'lỗi thiết bị', en: 'fault' },
  'avail.down_transport': { vi: 'truyền dẫn', en: 'transport' },
  'avail.down_manual': { vi: 'can thiệp vận hành', en: 'manual' },
  'avail.overrun': { vi: 'quá thời gian đăng ký', en: 'overrun' },
  'avail.unknown_silent': { vi: 'mất liên lạc', en: 'silent' },
  'avail.unknown_collector': { vi: 'phía thu nhận gián đoạn', en: 'collector' },
  'avail.inferred': { vi: 'suy ra từ báo cáo', en: 'inferred' },
  'avail.down_external': { vi: 'gián đoạn do bên ngoài', en: 'down by external causes' },
  'avail.disagreement': { vi: 'chênh lệch', en: 'disagreement' },
  'avail.declared': { vi: 'gián đoạn được khai báo', en: 'declared' },
  'avail.degraded': { vi: 'suy giảm chất lượng', en: 'degraded' },
  'outage.started': { vi: 'số lần bắt đầu', en: 'outages begun' },
  'outage.closed': { vi: 'số lần đã kết thúc', en: 'outages ended' },
  'outage.closed_s': { vi: 'độ dài các lần đã kết thúc', en: 'length of outages ended' },
}

/** A field as a formula of this KPI writes it: words for the timeline, the part's id for its own, else the whole name. */
export function fieldWords(field: FieldName, kpi: KpiDefinition, language: Language): string {
  const words = Object.hasOwn(TIMELINE_WORDS, field) ? TIMELINE_WORDS[field as TimelineField] : undefined
  if (words !== undefined) return words[language]
  const owner = `${kpi.partsOf ?? kpi.id}.`
  return field.startsWith(owner) ? field.slice(owner.length) : field
}
