import { accountOf, due, type Figure, type Kpi, missing, observed, total, UNBOUNDED } from './figure.ts'
import type { Stage } from './stages.ts'

/** Σ numerator / Σ denominator · scale, of parts `num` and `den`; `n` is the denominator. */
export const ratio = (stage: Stage, scale: number, denScale = 1): Kpi => ({
  of: 'cells',
  stages: [stage],
  figure: (parts) => {
    const { base, observed: obs } = accountOf(parts, [stage])
    const [num, den] = [total(parts, stage, 'num'), total(parts, stage, 'den') * denScale]
    const na = base.na ?? (den > 0 ? undefined : 'zero-denominator')
    const value = na === undefined ? (num / den) * scale : null
    return { ...base, ...UNBOUNDED, value, n: obs > 0 ? den : 0, na }
  },
})

/** Mean of what is told as a rate: Σ `num` over the seconds observed, · scale. */
export const overTime = (stage: Stage, scale: number): Kpi => ({
  of: 'cells',
  stages: [stage],
  figure: (parts) => {
    const { base, observed: obs } = accountOf(parts, [stage])
    return { ...base, ...UNBOUNDED, value: obs > 0 ? (total(parts, stage, 'num') / obs) * scale : null, n: obs }
  },
})

/** Σ `num` · scale: the truth is at least so much. */
export const sum = (stage: Stage, scale: number): Kpi => ({
  of: 'cells',
  stages: [stage],
  figure: (parts) => {
    const { base, observed: obs } = accountOf(parts, [stage])
    const value = total(parts, stage, 'num') * scale
    return { ...base, value: obs > 0 ? value : null, lo: value, hi: null, boundKind: 'exact', n: obs }
  },
})

/** Product of the ratios `num` / `den` of stages, in percent; a stage without counters is left out. */
export const successes = (stages: readonly Stage[], not?: 'SA' | 'NSA'): Kpi => ({
  of: 'cells',
  stages,
  ...(not && { not }),
  figure: (parts): Figure => {
    const { base, present, observed: obs } = accountOf(parts, stages)
    let [value, lo, hi, least] = [100, 100, 100, Number.POSITIVE_INFINITY]
    let na: string | undefined = base.na
    const isBroken = present.some((stage) => total(parts, stage, 'num') > total(parts, stage, 'den'))
    if (isBroken) na ??= 'guard'
    for (const stage of present.length > 0 ? present : stages) {
      const [succ, att] = [total(parts, stage, 'num'), total(parts, stage, 'den')]
      const more = missing(parts, stage, 'den')
      least = Math.min(least, att)
      if (att === 0) na ??= 'zero-denominator'
      value *= succ / att
      lo *= att + more > 0 ? succ / (att + more) : 0
      hi *= att + more > 0 ? (succ + more) / (att + more) : 1
    }
    const bounds = na === 'guard' ? UNBOUNDED : ({ lo, hi, boundKind: 'estimate' } as const)
    return { ...base, ...bounds, value: na === undefined ? value : null, n: obs > 0 ? least : 0, na }
  },
})

/** Means `num` / `den` of stages, one behind the other, added; a stage without counters is left out. */
export const means = (stages: readonly Stage[], scale: number): Kpi => ({
  of: 'cells',
  stages,
  figure: (parts) => {
    const { base, present, observed: obs } = accountOf(parts, stages)
    let [value, least] = [0, Number.POSITIVE_INFINITY]
    let na: string | undefined = base.na
    for (const stage of present) {
      const den = total(parts, stage, 'den')
      least = Math.min(least, den)
      if (den === 0) na ??= 'zero-denominator'
      value += total(parts, stage, 'num') / den
    }
    return { ...base, ...UNBOUNDED, value: na === undefined ? value * scale : null, n: obs > 0 ? least : 0, na }
  },
})

/** Blocks used over those available, missing time at 0 and at 100 %. */
export const utilisation = (stage: Stage): Kpi => ({
  of: 'cells',
  stages: [stage],
  figure: (parts) => {
    const { base, observed: obs } = accountOf(parts, [stage])
    const [used, avail] = [total(parts, stage, 'num'), total(parts, stage, 'den')]
    const more = missing(parts, stage, 'den')
    const all = avail + more
    const na = base.na ?? (avail > 0 ? undefined : 'zero-denominator')
    const bounds =
      all > 0
        ? ({ lo: (100 * used) / all, hi: (100 * (used + more)) / all, boundKind: 'estimate' } as const)
        : UNBOUNDED
    return { ...base, ...bounds, value: avail > 0 ? (100 * used) / avail : null, n: obs > 0 ? avail : 0, na }
  },
})

/** The mean of one, times how many there were on average: those that did not report are taken to be like the others. */
export const population = (stage: Stage, dueOf: Kpi['of'], scale: number): Kpi => ({
  of: dueOf,
  stages: [stage],
  figure: (parts, { elapsedS }) => {
    const { base, observed: obs } = accountOf(parts, [stage])
    const na = base.na ?? (elapsedS > 0 ? undefined : 'zero-denominator')
    const mean = total(parts, stage, 'num') / observed(parts, stage)
    return {
      ...base,
      ...UNBOUNDED,
      value: na === undefined ? (mean * due(parts) * scale) / elapsedS : null,
      n: obs,
      na,
    }
  },
})

/** The greatest (or least) that was told; `ofEach`: of each cell its own, added up. */
export const extreme = (stage: Stage, of: Kpi['of'], take: 'max' | 'min', ofEach: boolean, scale: number): Kpi => ({
  of,
  stages: [stage],
  figure: (parts) => {
    const { base, observed: obs } = accountOf(parts, [stage])
    const best = (values: readonly number[]) => (take === 'max' ? Math.max(...values) : Math.min(...values))
    const told = parts
      .map((part) => (part.reports.get(stage) ?? []).map((report) => report.parts.num!))
      .filter((values) => values.length > 0)
    const found = ofEach ? told.reduce((all, values) => all + best(values), 0) : best(told.flat())
    return { ...base, ...UNBOUNDED, value: obs > 0 ? found * scale : null, n: obs }
  },
})
