import type { Builder } from '@grafana/grafana-foundation-sdk/cog'
import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common'
import type { GridPos, Panel as PanelModel } from '@grafana/grafana-foundation-sdk/dashboard'
import type { GridPlace, PanelFrame } from '../panels/panel.ts'
import { DATA_SOURCE, type Language, NO_VALUE } from './setting.ts'

/** What every panel builder of the SDK can, which has no common type for it. */
export interface FrameBuilder extends Builder<PanelModel> {
  id(id: number): this
  title(title: string): this
  description(description: string): this
  gridPos(place: GridPos): this
  datasource(source: DataSourceRef): this
  noValue(text: string): this
}

/** Number, words and place of a panel, from its definition. */
export function framed<B extends FrameBuilder>(builder: B, panel: PanelFrame, language: Language, note = ''): B {
  // Grafana reads Markdown, in which a lone line break is none
  const own = panel.description[language].replaceAll('\n', '\n\n')
  const description = note === '' ? own : `${own}\n\n${note}`
  return builder
    .id(panel.number)
    .title(panel.title[language])
    .description(description)
    .gridPos(gridPosition(panel.grid))
    .datasource(DATA_SOURCE)
    .noValue(NO_VALUE)
}

export function gridPosition(place: GridPlace): GridPos {
  return { x: place.x, y: place.y, w: place.w, h: place.h }
}
