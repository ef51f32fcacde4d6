import {
  type Asked,
  accountOf,
  denominatorOf,
  type ExplainedMember,
  type ExplainedMembers,
  type ExplainRequest,
  evaluateKpi,
  type FieldName,
  type KpiDefinition,
  type KpiFigure,
  linear,
  SPLITS,
  type Sums,
} from '../../contract/mod.ts'
import { type GroupedParts, splitsAsked } from '../../store/mod.ts'

/** Tags by which a group's figure is told apart; undefined where hours tell what it is made of. */
export function membersBy(kpi: KpiDefinition, where: ExplainRequest['where']): readonly string[] | undefined {
  if (kpi.formula.kind === 'busy-hour') return undefined
  return kpi.object === 'station' ? ['station'] : ['station', 'cell', ...splitsAsked({ by: [], where })]
}

/**
 * Which cells (stations) a group's figure is made of, the one that weighs most first; of those that weigh the same the one that lies
 * furthest from the figure of all, since it moves that most.
 */
export function membersOf(
  kpi: KpiDefinition,
  { groups, foreign }: GroupedParts,
  whole: Sums,
  asked: Asked,
  limit: number,
): ExplainedMembers {
  const figures = groups.map(({ by, sums }) => ({
    station: by.station ?? '',
    cell: by.cell ?? '',
    member: SPLITS.map((split) => by[split] ?? '').join(''),
    sums,
    figure: evaluateKpi(kpi, sums, [sums], asked),
    weight: weightOf(kpi, sums),
  }))
  const total = figures.reduce((all, { weight }) => all + weight, 0)
  const distance = distanceFrom(evaluateKpi(kpi, whole, [whole], asked).value)
  figures.sort(
    (a, b) =>
      b.weight - a.weight ||
      distance(b) - distance(a) ||
      compareNames(a.station, b.station) ||
      compareNames(a.cell, b.cell) ||
      compareNames(a.member, b.member),
  )
  const list = figures.slice(0, limit).map(
    ({ sums, ...member }): ExplainedMember => ({
      ...member,
      share: total > 0 ? member.weight / total : null,
      without: figures.length < 2 ? null : withoutOf(kpi, whole, sums, asked),
    }),
  )
  return {
    total: figures.length,
    valued: figures.filter(({ figure }) => figure.value !== null).length,
    foreign,
    list,
    notListed: Math.max(0, figures.length - limit),
  }
}

/** How far a figure lies from that of all; one without a value moves nothing. */
export const distanceFrom =
  (all: number | null) =>
  ({ figure }: { readonly figure: KpiFigure }): number =>
    all === null || figure.value === null ? 0 : Math.abs(figure.value - all)

const compareNames = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true })

/** What a part adds to the denominator; of a sum, or a number of things, to the sum. */
export function weightOf(kpi: KpiDefinition, sums: Sums): number {
  const { formula } = kpi
  if (formula.kind === 'sum' || formula.kind === 'mean-count') return linear(formula.of, sums)
  if (formula.kind === 'extreme') return sums.get(formula.field) ?? 0
  if (formula.kind === 'population') return linear(formula.num, sums)
  const account = accountOf(kpi, sums)
  return account.observed > 0 ? denominatorOf(account.formula, sums, account.observed) : 0
}

/** The group's figure without one member; null where the parts do not subtract. */
export function withoutOf(kpi: KpiDefinition, whole: Sums, member: Sums, asked: Asked): number | null {
  if (kpi.formula.kind === 'extreme' || kpi.formula.kind === 'busy-hour') return null
  const rest = new Map<FieldName, number>()
  for (const [field, value] of whole) rest.set(field, value - (member.get(field) ?? 0))
  return evaluateKpi(kpi, rest, [rest], asked).value
}

/** Sums over members, to be held against the row of the group; nothing where a part does not add in space. */
export function sumOfMembers({ groups }: GroupedParts, kpi: KpiDefinition): ReadonlyMap<FieldName, number> | undefined {
  if (kpi.formula.kind === 'extreme' || kpi.formula.kind === 'busy-hour') return undefined
  const total = new Map<FieldName, number>()
  for (const { sums } of groups) for (const [field, value] of sums) total.set(field, (total.get(field) ?? 0) + value)
  return total
}
