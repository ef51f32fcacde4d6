import { element, refill } from '../element.ts'
import { formatNumber } from '../format.ts'
import type { View } from '../view.ts'
import type { Equation, LedgerTotals, PanelDefinition } from '../wire.d.ts'
import { statusChip } from './status-chip.ts'

type PipelinePanel = Extract<PanelDefinition, { kind: 'pipeline' }>

export interface LedgerAccount {
  readonly node: HTMLElement
  update(totals: LedgerTotals): void
}

/** The two equations, term by term, each with whether it closes. */
export function ledgerAccount(panel: PipelinePanel, view: View): LedgerAccount {
  const equations = element('div', { class: 'equations' })
  const rejected = element('div')
  return {
    node: element('div', {}, equations, rejected),
    update(data) {
      refill(equations, ...panel.equations.map((equation) => equationNode(panel, equation, data, view)))
      refill(rejected, data.rejected.length === 0 ? null : rejectedNode(data, view))
    },
  }
}

/** `total` minus the sum of `terms`; 0 where the account closes. */
export function equationGap(equation: Equation, totals: Readonly<Record<string, number>>): number {
  return (totals[equation.total] ?? 0) - equation.terms.reduce((sum, term) => sum + (totals[term] ?? 0), 0)
}

function equationNode(panel: PipelinePanel, equation: Equation, data: LedgerTotals, view: View): HTMLElement {
  const gap = equationGap(equation, data.totals)
  const row = (column: string, sign: string) => {
    const term = panel.terms.find((candidate) => candidate.column === column)
    const value = data.totals[column] ?? 0
    const isBad = term?.tone === 'bad' && value > 0
    return element(
      'tr',
      { class: sign === '=' ? 'sum' : isBad ? 'tone-bad' : '' },
      element('td', { class: 'sign', 'aria-hidden': 'true' }, sign),
      element('th', { scope: 'row' }, term === undefined ? column : view.words(term.title)),
      element('td', { class: 'number', 'data-term': column }, formatNumber(value, view.language)),
    )
  }
  return element(
    'table',
    { class: 'equation' },
    element(
      'caption',
      {},
      element('span', {}, view.words(equation.title)),
      gap === 0
        ? statusChip('good', view.say('closes'))
        : statusChip('bad', `${view.say('opens')} ${formatNumber(gap, view.language)}`),
    ),
    element(
      'tbody',
      {},
      ...equation.terms.map((column, place) => row(column, place === 0 ? '' : '+')),
      row(equation.total, '='),
    ),
  )
}

function rejectedNode(data: LedgerTotals, view: View): HTMLElement {
  return element(
    'details',
    { class: 'figures' },
    element('summary', {}, view.say('rejectedReasons')),
    element(
      'table',
      {},
      element('caption', { class: 'visually-hidden' }, view.say('rejectedReasons')),
      element(
        'tbody',
        {},
        ...data.rejected.map(({ code, count }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, element('code', {}, code)),
            element('td', { class: 'number' }, formatNumber(count, view.language)),
          ),
        ),
      ),
    ),
  )
}
