import type { Realm } from '../../contract/mod.ts'

export type Language = 'vi' | 'en'

/** What all parts of one generated dashboard share. */
export interface DashboardSetting {
  readonly realm: Realm
  readonly language: Language
}

/** A data source is referred to by variable, so that a dashboard can be pointed at a copy of the store. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana's own way to name a variable
export const DATA_SOURCE = { type: 'influxdb', uid: '${ds}' } as const

/** Grafana's unit of an instant, in the form of both languages: 27/11/2026 06:51:02. */
export const DATE_TIME = 'time:DD/MM/YYYY HH:mm:ss'

export const TIME_ZONE = 'Asia/Ho_Chi_Minh'

/** Shown where there is no value; never a 0. */
export const NO_VALUE = '—'
