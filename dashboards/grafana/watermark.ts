import * as text from '@grafana/grafana-foundation-sdk/text'
import { type Bilingual, type RealmKind, realmKind } from '../../contract/mod.ts'
import type { DashboardSetting } from './setting.ts'

const WATERMARK: Readonly<Record<Exclude<RealmKind, 'live'>, Bilingual>> = {
  simulated: { vi: 'SỐ LIỆU MÔ PHỎNG', en: 'SIMULATED DATA' },
  replayed: { vi: 'SỐ LIỆU PHÁT LẠI', en: 'REPLAYED DATA' },
}

/** Height of the banner in grid units. */
export const WATERMARK_HEIGHT = 3
/** Beyond the numbers of panel definitions, which are at most 12. */
const WATERMARK_ID = 100

/** What has to stand over figures of another realm than `live`; undefined in `live`. */
export function watermarkText({ realm, language }: DashboardSetting): string | undefined {
  const kind = realmKind(realm)
  return kind === 'live' ? undefined : WATERMARK[kind][language]
}

/** A banner over the whole width, above every other panel. */
export function watermarkPanel(setting: DashboardSetting): text.PanelBuilder | undefined {
  const mark = watermarkText(setting)
  if (mark === undefined) return undefined
  return new text.PanelBuilder()
    .id(WATERMARK_ID)
    .title('')
    .description(mark)
    .transparent(true)
    .gridPos({ x: 0, y: 0, w: 24, h: WATERMARK_HEIGHT })
    .mode(text.TextMode.Markdown)
    .content(`# ⚠ ${mark} · ${setting.realm}`)
}
