import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'

/** An override that fixes a series' colour [sRGB]. */
export function fixedColour(colour: string): DynamicConfigValue {
  return { id: 'color', value: { mode: 'fixed', fixedColor: colour } }
}

/** All figures of a panel in the colour of plain text: no figure is good or bad without a target. */
export function textColour(): dashboard.FieldColorBuilder {
  return new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Fixed).fixedColor('text')
}
