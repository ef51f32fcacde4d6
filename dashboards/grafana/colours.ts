import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard'
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard'

/** An override that fixes a series' colour [sRGB]. */
export function fixedColour(colour: string): DynamicConfigValue {
  return { id: 'color', value: { mode: 'fixed', fixedColor: colour } }
}

/** Bars that are neither good nor bad [sRGB]. */
export const BAR_COLOUR = '#0072B2'

/** All figures of a panel in the colour of plain text: no figure is good or bad without a target. */
export function textColour(): dashboard.FieldColorBuilder {
  return oneColour('text')
}

/** All of a panel in one colour: one of Grafana's names, or sRGB. */
export function oneColour(colour: string): dashboard.FieldColorBuilder {
  return new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Fixed).fixedColor(colour)
}
