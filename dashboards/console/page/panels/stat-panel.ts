import { element, refill } from '../element.ts'
import { boundsWords, reasonWords } from '../figure-words.ts'
import { formatPercent, formatShare, formatValue, NO_VALUE } from '../format.ts'
import type { PanelBody, View } from '../view.ts'
import type { Figure, PanelDefinition } from '../wire.d.ts'
import { explainButton } from './explain-button.ts'
import { intervalTrack, trackFloor } from './interval-track.ts'

type StatPanel = Extract<PanelDefinition, { kind: 'kpi-stat' }>

/** Big figures, each with how far it could be off and how much data is behind it. */
export function statPanel(_panel: StatPanel, view: View): PanelBody {
  const node = element('div', { class: 'panel-body stats' })
  return {
    node,
    update(data) {
      if (data.kind !== 'kpi-stat') return
      const floor = trackFloor(data.figures.map(({ figure }) => figure))
      refill(node, ...data.figures.map(({ kpi, figure }) => stat(kpi, figure, floor, view)))
    },
    dispose: () => undefined,
  }
}

function stat(id: string, figure: Figure, floor: number, view: View): HTMLElement {
  const { title, unit } = view.kpi(id)
  const button = explainButton(view, { kpi: id, of: {} })
  const value = element('p', { class: 'stat-value', 'data-kpi': id }, button)
  if (figure.value === null) {
    button.append(NO_VALUE, element('span', { class: 'stat-reason' }, reasonWords(figure.na ?? 'no-data', view)))
  } else {
    const [number = '', ...rest] = formatValue(figure.value, unit, view.language).split(/\u00a0(?=[^\u00a0]*$)/)
    button.append(number, element('span', { class: 'stat-unit' }, `\u00a0${rest.join('')}`))
  }
  return element(
    'div',
    { class: 'stat' },
    element('h3', {}, view.words(title)),
    value,
    ...(unit === '%'
      ? [
          intervalTrack(figure, floor),
          element(
            'p',
            { class: 'track-ends', 'aria-hidden': 'true' },
            element('span', {}, formatPercentEnd(floor, view)),
            element('span', {}, formatPercentEnd(100, view)),
          ),
        ]
      : []),
    element(
      'dl',
      { class: 'facts' },
      element('dt', {}, view.say('bounds')),
      element('dd', { 'data-bounds': id }, boundsWords(figure, unit, view)),
      element('dt', {}, view.say('coverage')),
      element('dd', { 'data-coverage': id }, formatShare(figure.coverage, view.language)),
    ),
  )
}

function formatPercentEnd(value: number, view: View): string {
  return formatPercent(value, view.language).replace(/[.,]00/, '')
}
