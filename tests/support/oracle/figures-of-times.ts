import type { Shown } from './away.ts'
import { add, type Figure, isSilent, type Kpi, type Part, secondsThat, UNBOUNDED } from './figure.ts'

/** How much is known of the seconds. */
function knownOf(parts: readonly Part[]) {
  const exp = secondsThat(parts, ({ is }) => is !== 'out')
  const known = exp - secondsThat(parts, ({ is }) => is === 'unknown')
  const na = known > 0 ? undefined : isSilent(parts) ? 'silent' : 'never-reported'
  return { known, base: { coverage: exp > 0 ? known / exp : null, suspectShare: null, na } } as const
}

/** Seconds up over those up and those that count against; unknown all down, and all up. */
export const availability = (of: Kpi['of'], against: (second: Shown) => boolean): Kpi => ({
  of,
  stages: [],
  figure: (parts): Figure => {
    const { base } = knownOf(parts)
    const up = secondsThat(parts, ({ is }) => is === 'up')
    const all = up + secondsThat(parts, against)
    const unknown = secondsThat(parts, ({ is }) => is === 'unknown')
    const whole = all + unknown
    const bounds =
      whole > 0
        ? ({ lo: (100 * up) / whole, hi: (100 * (up + unknown)) / whole, boundKind: 'exact' } as const)
        : UNBOUNDED
    const na = base.na ?? (all > 0 ? undefined : 'zero-denominator')
    return {
      ...base,
      ...bounds,
      value: na === undefined ? (100 * up) / all : null,
      n: base.na === undefined ? all : 0,
      na,
    }
  },
})

export const outages: Kpi = {
  of: 'cells',
  stages: [],
  figure: (parts) => {
    const { base, known } = knownOf(parts)
    const began = add(parts, (part) => part.outages.length)
    return { ...base, value: known > 0 ? began : null, lo: began, hi: null, boundKind: 'exact', n: known }
  },
}

const mean = (num: (parts: readonly Part[]) => number, den: (parts: readonly Part[]) => number): Kpi => ({
  of: 'cells',
  stages: [],
  figure: (parts) => {
    const { base } = knownOf(parts)
    const count = den(parts)
    const na = base.na ?? (count > 0 ? undefined : 'zero-denominator')
    return {
      ...base,
      ...UNBOUNDED,
      value: na === undefined ? num(parts) / count : null,
      n: base.na === undefined ? count : 0,
      na,
    }
  },
})

/** Hours up for each outage that began. */
export const mtbf = mean(
  (parts) => secondsThat(parts, ({ is }) => is === 'up') / 3600,
  (parts) => add(parts, (part) => part.outages.length),
)

const closed = (part: Part) => part.outages.filter((outage) => !outage.open)
/** Minutes of each outage that is over, all of it. */
export const mttr = mean(
  (parts) => add(parts, (part) => add(closed(part), ({ from, to }) => to - from)) / 60,
  (parts) => add(parts, (part) => closed(part).length),
)

/** Seconds that the station's own counter says more. */
export const disagreement: Kpi = {
  of: 'cells',
  stages: [],
  figure: (parts) => {
    const { base, known } = knownOf(parts)
    const moved = secondsThat(parts, (second) => second.moved === true)
    return { ...base, ...UNBOUNDED, value: known > 0 ? moved : null, n: known }
  },
}

type Of = keyof Part['registered']

/** Station-seconds of one kind over those in service by the registry, in percent. */
export const registryShare = (of: Of): Kpi => ({
  of: 'stations',
  stages: [],
  figure: (parts) => {
    const svc = add(parts, (part) => part.registered.svc)
    const base = { ...UNBOUNDED, n: svc, suspectShare: null, coverage: svc > 0 ? 1 : null }
    if (svc === 0) return { ...base, value: null, na: 'never-reported' }
    return { ...base, value: (100 * add(parts, (part) => part.registered[of])) / svc, na: undefined }
  },
})

/** How many stations were on air on average; `licensed`: of the sites that their licences allow, in percent. */
export const onAir = (licensed: boolean): Kpi => ({
  of: 'stations',
  stages: [],
  figure: (parts, { elapsedS, licensedSites = 0 }) => {
    const svc = add(parts, (part) => part.registered.svc)
    const base = { ...UNBOUNDED, n: svc, suspectShare: null, coverage: svc > 0 ? 1 : null }
    if (svc === 0) return { ...base, value: null, na: 'never-reported' }
    const stations = add(parts, (part) => part.registered.onair) / elapsedS
    if (!licensed) return { ...base, value: stations, na: undefined }
    if (licensedSites === 0) return { ...base, value: null, na: 'zero-denominator' }
    return { ...base, value: (100 * stations) / licensedSites, na: undefined }
  },
})
