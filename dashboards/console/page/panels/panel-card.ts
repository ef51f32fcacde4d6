import { element } from '../element.ts'
import type { PanelBody, View } from '../view.ts'
import type { PageData, PanelData, PanelDefinition } from '../wire.d.ts'
import { barsPanel } from './bars-panel.ts'
import { eventsPanel } from './events-panel.ts'
import { focusedFigure, focusFigure } from './explain-button.ts'
import { fiveTimesPanel } from './five-times-panel.ts'
import { linesPanel } from './lines-panel.ts'
import { pipelinePanel } from './pipeline-panel.ts'
import { statPanel } from './stat-panel.ts'
import { stationsPanel } from './stations-panel.ts'
import { tablePanel } from './table-panel.ts'

/** A panel in its frame: heading, explanation, body; and what is said where its figures could not be had. */
export function panelCard(panel: PanelDefinition, view: View): PanelBody {
  const body = bodyOf(panel, view)
  const failure = element('p', { class: 'failure', role: 'status', hidden: true }, view.say('panelFailed'))
  const pending = element('p', { class: 'pending', role: 'status', hidden: true }, view.say('pending'))
  const headingId = `panel-${panel.id}`
  const node = element(
    'section',
    { class: `card card-${panel.kind}`, id: panel.id, 'aria-labelledby': headingId, 'data-width': panel.width },
    element(
      'header',
      { class: 'card-head' },
      element('h2', { id: headingId }, view.words(panel.title)),
      aboutNode(panel, view),
    ),
    failure,
    pending,
    body.node,
  )
  return {
    node,
    update(data: PanelData | undefined, page: PageData) {
      const figure = focusedFigure(node)
      const failed = data === undefined || data.kind === 'failed'
      failure.hidden = !failed
      failure.title = data?.kind === 'failed' ? data.message : ''
      node.classList.toggle('is-failed', failed)
      pending.hidden = data?.kind !== 'pending'
      node.classList.toggle('is-pending', data?.kind === 'pending')
      if (!failed && data.kind !== 'pending') body.update(data, page)
      if (figure !== undefined && focusedFigure(node) === undefined) focusFigure(node, figure)
    },
    dispose: () => body.dispose(),
  }
}

function aboutNode(panel: PanelDefinition, view: View): HTMLElement {
  const paragraphs = view
    .words(panel.description)
    .split('\n')
    .map((text) => element('p', {}, text))
  const times =
    panel.kind === 'five-times'
      ? [
          element(
            'dl',
            {},
            ...panel.times.flatMap((time) => [
              element('dt', {}, view.words(time.title)),
              element('dd', {}, view.words(time.description)),
            ]),
          ),
        ]
      : []
  const node = element(
    'details',
    { class: 'about' },
    element('summary', { 'aria-label': `${view.say('about')}: ${view.words(panel.title)}` }, 'i'),
    element('div', { class: 'about-text' }, ...paragraphs, ...times),
  )
  // a pop-up text is closed as one: by Escape, or by going elsewhere
  node.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    node.open = false
    node.querySelector('summary')?.focus()
  })
  node.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node && node.contains(event.relatedTarget))) node.open = false
  })
  return node
}

function bodyOf(panel: PanelDefinition, view: View): PanelBody {
  switch (panel.kind) {
    case 'kpi-stat':
      return statPanel(panel, view)
    case 'kpi-lines':
      return linesPanel(panel, view)
    case 'five-times':
      return fiveTimesPanel(panel, view)
    case 'kpi-bars':
      return barsPanel(panel, view)
    case 'kpi-table':
      return tablePanel(panel, view)
    case 'stations':
      return stationsPanel(panel, view)
    case 'events':
      return eventsPanel(panel, view)
    case 'pipeline':
      return pipelinePanel(panel, view)
  }
}
