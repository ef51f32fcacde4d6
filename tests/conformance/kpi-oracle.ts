import type { Formula, KpiDefinition } from '../../contract/mod.ts'
import type { KpiRow } from '../../store/mod.ts'
import { partsOf } from '../support/kpi-parts.ts'

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
  readonly partial: readonly string[]
  readonly variants: readonly string[]
  readonly binWidth?: number | null
}

type Weights = Readonly<Record<string, number>>
type Lookup = (field: string) => number

interface Ratio {
  readonly stage: string
  readonly num: Weights
  readonly den: Weights
  readonly scale: number
}

/** Edges as the reference writes them: round steps a decade. */
const THROUGHPUT = [
  1000, 1200, 1500, 2000, 2500, 3000, 4000, 5000, 6000, 8000, 10000, 12000, 15000, 20000, 25000, 30000, 40000, 50000,
  60000, 80000, 100000, 120000, 150000, 200000, 250000, 300000, 400000, 500000, 600000, 800000, 1000000, 1200000,
]
const DELAY = [
  0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250,
  300, 400, 500, 600,
]

const NOTHING = { value: null, lo: null, hi: null, partial: [], variants: [] } as const

export interface OracleAsked {
  /** Of the time asked, all of it passed [s]. */
  readonly seconds: number
}

export function oracleFigure(kpi: KpiDefinition, rows: readonly KpiRow[], asked: OracleAsked): OracleFigure {
  const taking = rows.filter(
    ({ tags }) => !(kpi.modes === 'SA' && tags.mode === 'NSA') && !(kpi.modes === 'NSA' && tags.mode === 'SA'),
  )
  if (rows.length > 0 && taking.length === 0) {
    return { ...NOTHING, n: 0, coverage: null, suspectShare: null, na: 'nsa' }
  }
  const total = sumOf(taking)
  const owner = kpi.partsOf ?? kpi.id
  const obsField = (stage: string) => `${owner}.obs${stage === '' ? '' : `_${stage}`}`
  const all = ratiosOf(kpi.formula)
  const stages = all.length === 0 ? [''] : all.map(({ stage }) => stage)

  // how much data there is
  let obs = 0
  let coverage: number | null = null
  let suspectShare: number | null = null
  let present = stages
  if (kpi.basis === 'timeline') {
    obs = total('exp') - total('avail.unknown')
    coverage = total('exp') === 0 ? null : obs / total('exp')
  } else if (kpi.basis === 'test') obs = weigh(all[0]!.den, total)
  else if (kpi.basis === 'registry') {
    obs = total(`${owner}.svc`)
    coverage = obs > 0 ? 1 : null
  } else {
    present = stages.filter((stage) => total(obsField(stage)) > 0)
    obs = present.length === 0 ? 0 : Math.min(...present.map((stage) => total(obsField(stage))))
    coverage = due(total) === 0 ? (obs > 0 ? 1 : null) : Math.min(1, obs / due(total))
    let [seen, suspect] = [0, 0]
    for (const stage of present) {
      seen += total(obsField(stage))
      suspect += total(`${owner}.sus${stage === '' ? '' : `_${stage}`}`)
    }
    if (obs > 0) suspectShare = suspect / seen
  }
  const partial = obs > 0 ? stages.filter((stage) => !present.includes(stage)) : []
  const variants = alternativesOf(kpi, owner, present, total)
  const ratios = partial.length === 0 ? all : all.filter(({ stage }) => present.includes(stage))
  const common = { coverage, suspectShare, partial, variants }

  // the figure itself
  const { formula } = kpi
  let value: number | null = null
  let na: string | undefined
  let n = Math.max(obs, 0)
  let binWidth: { binWidth?: number | null } = {}
  const dens = ratios.map(({ den }) => weigh(den, total))
  if (obs > 0 && ratios.length > 0 && formula.kind !== 'population') n = Math.min(...dens)
  const isImpossible =
    kpi.bounds === 'success-ratio' && ratios.some(({ num, den }) => weigh(num, total) > weigh(den, total))
  const isOfTime = kpi.basis === 'report' || kpi.basis === 'timeline'
  if (obs <= 0) na = isOfTime && total('avail.unknown_silent') > 0 ? 'silent' : 'never-reported'
  else if (isImpossible) na = 'guard'
  else if (formula.kind === 'percentile') {
    const counts = Array.from({ length: 33 }, (_, i) => total(`${formula.bins}${i}`))
    n = counts.reduce((sum, count) => sum + count, 0)
    const found = percentileOf(counts, formula.edges === 'delay' ? DELAY : THROUGHPUT, formula.q)
    if (found === undefined) na = 'zero-denominator'
    else {
      value = found.value
      binWidth = { binWidth: found.width }
    }
  } else if (formula.kind === 'extreme') {
    const found = extremeOf(formula.field, taking, obsField(''))
    value = found === undefined ? null : found * formula.scale
    if (found === undefined) na = 'zero-denominator'
  } else if (formula.kind === 'mean-count') {
    // no licence is told of in this world
    if (formula.cap !== undefined) na = 'zero-denominator'
    else value = (weigh(formula.of, total) / asked.seconds) * formula.scale
  } else if (formula.kind === 'sum') value = weigh(formula.of, total) * formula.scale
  else if (dens.includes(0)) na = 'zero-denominator'
  else if (formula.kind === 'population') {
    value = ((weigh(formula.num, total) / dens[0]!) * formula.scale * due(total)) / asked.seconds
  } else if (formula.kind === 'ratio-sum') {
    let sum = 0
    for (const [i, ratio] of ratios.entries()) sum += (weigh(ratio.num, total) / dens[i]!) * ratio.scale
    value = sum * formula.scale
  } else {
    let product = scaleOf(formula)
    for (const [i, ratio] of ratios.entries()) product *= weigh(ratio.num, total) / dens[i]!
    value = product
  }
  const bounds = na === 'guard' ? { lo: null, hi: null } : boundsOf()
  return { value, ...bounds, n, na, ...common, ...(na === undefined && binWidth) }

  function boundsOf(): { lo: number | null; hi: number | null } {
    const none = { lo: null, hi: null }
    const scale = scaleOf(formula)
    if (kpi.bounds === 'sum') return { lo: weigh(formula.kind === 'sum' ? formula.of : {}, total) * scale, hi: null }
    if (kpi.bounds === 'exact') {
      const up = weigh(ratios[0]!.num, total)
      const unknown = total('avail.unknown')
      const whole = weigh(ratios[0]!.den, total) + unknown
      return whole > 0 ? { lo: (up / whole) * scale, hi: ((up + unknown) / whole) * scale } : none
    }
    if (kpi.bounds === 'wilson') {
      if (value === null) return none
      const [samples, z] = [n, 1.959963984540054]
      const share = weigh(ratios[0]!.num, total) / samples
      const middle = share + (z * z) / (2 * samples)
      const spread = z * Math.sqrt((share * (1 - share)) / samples + (z * z) / (4 * samples * samples))
      const whole = 1 + (z * z) / samples
      return { lo: Math.max(0, (middle - spread) / whole) * scale, hi: Math.min(1, (middle + spread) / whole) * scale }
    }
    if (kpi.bounds === 'utilisation') {
      const usual = usualOf(ratios[0]!)
      const whole = weigh(ratios[0]!.den, total) + usual
      const used = weigh(ratios[0]!.num, total)
      return whole > 0 ? { lo: (used / whole) * scale, hi: ((used + usual) / whole) * scale } : none
    }
    if (kpi.bounds !== 'success-ratio') return none
    let [low, high] = [scale, scale]
    for (const ratio of ratios) {
      const usual = usualOf(ratio)
      const whole = weigh(ratio.den, total) + usual
      low *= whole === 0 ? 0 : weigh(ratio.num, total) / whole
      high *= whole === 0 ? 1 : Math.min(1, (weigh(ratio.num, total) + usual) / whole)
    }
    return { lo: low, hi: high }
  }

  function usualOf({ den, stage }: Ratio): number {
    const seen = total(obsField(stage))
    let usual = 0
    for (const cell of byCell(taking)) {
      const sums = sumOf(cell)
      const own = sums(obsField(stage))
      const missing = Math.max(0, due(sums) - own)
      const rate = own > 0 ? weigh(den, sums) / own : seen > 0 ? weigh(den, total) / seen : 0
      usual += missing * rate
    }
    return usual
  }
}

function due(sums: Lookup): number {
  return Math.max(0, sums('exp') - sums('avail.down') - sums('avail.planned') - sums('avail.es'))
}

function weigh(weights: Weights, sums: Lookup): number {
  let all = 0
  for (const [field, weight] of Object.entries(weights)) all += weight * sums(field)
  return all
}

function ratiosOf(formula: Formula): readonly Ratio[] {
  if (formula.kind === 'ratio') return [{ ...formula, stage: formula.stage ?? '' }]
  if (formula.kind === 'population') return [{ ...formula, stage: '' }]
  if (formula.kind === 'product') return formula.factors
  return formula.kind === 'ratio-sum' ? formula.terms : []
}

function scaleOf(formula: Formula): number {
  return 'scale' in formula ? formula.scale : 1
}

/** Other ways in which something was counted; a KPI that uses another's parts is given here by its owner's name. */
function alternativesOf(kpi: KpiDefinition, owner: string, present: readonly string[], total: Lookup): string[] {
  const stages = kpi.partsOf === undefined ? kpi.stages : (STAGES_OF.get(kpi.partsOf) ?? [])
  const ids: string[] = []
  for (const stage of stages) {
    if (!present.includes(stage.id)) continue
    for (const { id } of stage.variants) if (id !== '' && total(`${owner}.alt_${id}`) > 0) ids.push(id)
  }
  return ids
}

const STAGES_OF = new Map<string, KpiDefinition['stages']>()

/** Tells the oracle of the catalogue: whose parts there are. */
export function oracleKnows(kpis: readonly KpiDefinition[]): void {
  for (const { id, stages } of kpis) STAGES_OF.set(id, stages)
}

function percentileOf(
  counts: readonly number[],
  edges: readonly number[],
  q: number,
): { value: number; width: number | null } | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return undefined
  let below = 0
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!
    if (count > 0 && below + count >= q * total) {
      if (i === counts.length - 1) return { value: edges.at(-1)!, width: null }
      const low = i === 0 ? 0 : edges[i - 1]!
      const high = edges[i]!
      return { value: low + ((high - low) * (q * total - below)) / count, width: high - low }
    }
    below += count
  }
  return undefined
}

/** Of rows that observed something; users are the greatest of each cell first. */
function extremeOf(field: string, rows: readonly KpiRow[], obs: string): number | undefined {
  const seen = rows.filter((row) => (partsOf(row)[obs] ?? 0) > 0 && row.names.includes(field))
  if (seen.length === 0) return undefined
  const values = seen.map((row) => partsOf(row)[field]!)
  if (field.startsWith('PowerMin')) return Math.min(...values)
  if (field.startsWith('Power') || field.startsWith('Temperature')) return Math.max(...values)
  let sum = 0
  for (const cell of byCell(seen)) sum += Math.max(...cell.map((row) => partsOf(row)[field]!))
  return sum
}

function byCell(rows: readonly KpiRow[]): KpiRow[][] {
  const cells = new Map<string, KpiRow[]>()
  for (const row of rows) {
    const cell = `${row.tags.station}/${row.tags.cell}`
    cells.set(cell, [...(cells.get(cell) ?? []), row])
  }
  return [...cells.values()]
}

function sumOf(rows: readonly KpiRow[]): Lookup {
  const sums: Record<string, number> = {}
  for (const row of rows) {
    for (const [field, value] of Object.entries(partsOf(row))) sums[field] = (sums[field] ?? 0) + value
  }
  return (field) => sums[field] ?? 0
}
