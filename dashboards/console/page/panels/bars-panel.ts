import { element, refill } from '../element.ts'
import { boundsWords, figureSentence, reasonWords } from '../figure-words.ts'
import { formatShare, formatValue, NO_VALUE } from '../format.ts'
import type { PanelBody, View } from '../view.ts'
import type { PanelDefinition } from '../wire.d.ts'
import { explainButton } from './explain-button.ts'
import { intervalTrack, trackFloor } from './interval-track.ts'

type BarsPanel = Extract<PanelDefinition, { kind: 'kpi-bars' }>

/** One line a zone: value on its bounds; choosing it filters the page. It is a table in itself. */
export function barsPanel(panel: BarsPanel, view: View): PanelBody {
  const body = element('tbody')
  const scale = element('th', { scope: 'col', class: 'track-scale' })
  const node = element(
    'div',
    { class: 'table-scroll' },
    element(
      'table',
      { class: 'bars' },
      element('caption', { class: 'visually-hidden' }, view.words(panel.title)),
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, view.say('zone')),
          element('th', { scope: 'col', class: 'number' }, view.say('value')),
          scale,
          element('th', { scope: 'col', class: 'number wide-only' }, view.say('coverage')),
        ),
      ),
      body,
    ),
  )
  return {
    node: element(
      'div',
      { class: 'panel-body' },
      element('p', { class: 'quiet unit-line' }, view.words(view.kpi(panel.kpi).title)),
      node,
    ),
    update(data, page) {
      if (data.kind !== 'kpi-bars') return
      const { unit } = view.kpi(panel.kpi)
      const floor = trackFloor(data.bars.map(({ figure }) => figure))
      refill(
        scale,
        element('span', { class: 'track-ends' }, element('span', {}, `${floor} %`), element('span', {}, '100 %')),
        element('span', { class: 'visually-hidden' }, view.say('bounds')),
      )
      refill(
        body,
        data.bars.length > 0 ? null : emptyRow(view),
        ...data.bars.map(({ key, name, figure }) =>
          element(
            'tr',
            {
              title: figureSentence(figure, unit, view),
              class: page.chosenZones.length > 0 && !page.chosenZones.includes(key) ? 'aside' : '',
            },
            element(
              'th',
              { scope: 'row' },
              element(
                'button',
                {
                  type: 'button',
                  class: 'link',
                  'aria-label': `${view.say('filterByZone')} ${view.zone(name)}`,
                  onclick: () => view.chooseZone(key),
                },
                view.zone(name),
              ),
            ),
            element(
              'td',
              { class: 'number' },
              explainButton(
                view,
                {
                  kpi: panel.kpi,
                  of: { [panel.by]: key },
                  label: `${view.zone(name)}: ${figureSentence(figure, unit, view)}`,
                },
                figure.value === null
                  ? `${NO_VALUE} ${reasonWords(figure.na ?? 'no-data', view)}`
                  : formatValue(figure.value, unit, view.language),
              ),
            ),
            element(
              'td',
              { class: 'track-cell' },
              intervalTrack(figure, floor),
              element('span', { class: 'visually-hidden' }, boundsWords(figure, unit, view)),
            ),
            element('td', { class: 'number wide-only' }, formatShare(figure.coverage, view.language)),
          ),
        ),
      )
    },
    dispose: () => undefined,
  }
}

function emptyRow(view: View): HTMLElement {
  const words = `${NO_VALUE} ${reasonWords('no-data', view)}`
  return element('tr', {}, element('td', { colspan: 4, class: 'quiet' }, words))
}
