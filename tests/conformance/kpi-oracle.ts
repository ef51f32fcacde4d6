import type { KpiDefinition } from '../../contract/mod.ts'
import type { KpiRow } from '../../store/mod.ts'

/**
 * What a KPI over rows must be, in plain loops that share no code with the product: one object of sums, the formula
 * written out, bounds cell by cell.
 */
export interface OracleFigure {
  readonly value: number | null
  readonly lo: number | null
  readonly hi: number | null
  readonly n: number
  readonly coverage: number | null
  readonly suspectShare: number | null
  readonly na: string | undefined
}

type Weights = Readonly<Record<string, number>>
interface Stage {
  readonly num: Weights
  readonly den: Weights
}

export function oracleFigure(kpi: KpiDefinition, rows: readonly KpiRow[]): OracleFigure {
  const taking = rows.filter(
    ({ tags }) => !(kpi.modes === 'SA' && tags.mode === 'NSA') && !(kpi.modes === 'NSA' && tags.mode === 'SA'),
  )
  if (rows.length > 0 && taking.length === 0) {
    return { value: null, lo: null, hi: null, n: 0, coverage: null, suspectShare: null, na: 'nsa' }
  }
  const total = sumOf(taking)
  const weigh = (weights: Weights, sums: (field: string) => number = total) =>
    Object.entries(weights).reduce((all, [field, weight]) => all + weight * sums(field), 0)
  const due = (sums: (field: string) => number) =>
    Math.max(0, sums('exp') - sums('avail.down') - sums('avail.planned') - sums('avail.es'))
  const isTimeline = kpi.basis === 'timeline'
  const obs = isTimeline ? total('exp') - total('avail.unknown') : total(`${kpi.id}.obs`)
  const base = isTimeline ? total('exp') : due(total)
  const coverage = base === 0 ? (!isTimeline && obs > 0 ? 1 : null) : isTimeline ? obs / base : Math.min(1, obs / base)
  const suspectShare = isTimeline || obs === 0 ? null : total(`${kpi.id}.sus`) / obs

  const stages: readonly Stage[] =
    kpi.formula.kind === 'ratio' ? [kpi.formula] : kpi.formula.kind === 'product' ? kpi.formula.factors : []
  const dens = stages.map((stage) => weigh(stage.den))
  const n = kpi.formula.kind === 'sum' ? obs : Math.min(...dens)

  let value: number | null = null
  let na: string | undefined
  if (obs <= 0) na = total('avail.unknown_silent') > 0 ? 'silent' : 'never-reported'
  else if (kpi.bounds === 'success-ratio' && stages.some((stage) => weigh(stage.num) > weigh(stage.den))) na = 'guard'
  else if (kpi.formula.kind === 'sum') value = weigh(kpi.formula.of) * kpi.formula.scale
  else if (dens.includes(0)) na = 'zero-denominator'
  else value = stages.reduce((product, stage, i) => (product * weigh(stage.num)) / dens[i]!, scaleOf(kpi))

  const byCell = new Map<string, KpiRow[]>()
  for (const row of taking) {
    const cell = `${row.tags.station}/${row.tags.cell}`
    byCell.set(cell, [...(byCell.get(cell) ?? []), row])
  }
  const usualOf = (stage: Stage) => {
    let usual = 0
    for (const cell of byCell.values()) {
      const sums = sumOf(cell)
      const missing = Math.max(0, due(sums) - sums(`${kpi.id}.obs`))
      const rate =
        sums(`${kpi.id}.obs`) > 0
          ? weigh(stage.den, sums) / sums(`${kpi.id}.obs`)
          : obs > 0
            ? weigh(stage.den) / obs
            : 0
      usual += missing * rate
    }
    return usual
  }
  let lo: number | null = null
  let hi: number | null = null
  const scale = scaleOf(kpi)
  if (kpi.bounds === 'sum') lo = weigh(kpi.formula.kind === 'sum' ? kpi.formula.of : {}) * scale
  if (kpi.bounds === 'exact') {
    const unknown = total('avail.unknown')
    const all = dens[0]! + unknown
    if (all > 0) {
      lo = (weigh(stages[0]!.num) / all) * scale
      hi = ((weigh(stages[0]!.num) + unknown) / all) * scale
    }
  }
  if (kpi.bounds === 'utilisation' && dens[0]! + usualOf(stages[0]!) > 0) {
    const usual = usualOf(stages[0]!)
    lo = (weigh(stages[0]!.num) / (dens[0]! + usual)) * scale
    hi = ((weigh(stages[0]!.num) + usual) / (dens[0]! + usual)) * scale
  }
  if (kpi.bounds === 'success-ratio' && na !== 'guard') {
    let [low, high] = [scale, scale]
    for (const [i, stage] of stages.entries()) {
      const usual = usualOf(stage)
      const all = dens[i]! + usual
      low *= all === 0 ? 0 : weigh(stage.num) / all
      high *= all === 0 ? 1 : Math.min(1, (weigh(stage.num) + usual) / all)
    }
    lo = low
    hi = high
  }
  return { value, lo, hi, n, coverage, suspectShare, na }
}

function scaleOf({ formula }: KpiDefinition): number {
  return 'scale' in formula ? formula.scale : 1
}

function sumOf(rows: readonly KpiRow[]): (field: string) => number {
  const sums: Record<string, number> = {}
  for (const row of rows) {
    for (const [field, value] of Object.entries(row.fields)) sums[field] = (sums[field] ?? 0) + value
  }
  return (field) => sums[field] ?? 0
}
