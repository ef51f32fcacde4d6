import type { Fact } from './facts.ts'
import type { Second } from './seconds.ts'

/** What the figures of a group are made of: each cell's seconds, and the facts that count, in the time asked. */
export interface CellPart {
  readonly mode: string
  readonly scsKHz: number
  readonly seconds: readonly Second[]
  readonly facts: readonly Fact[]
}

export interface Figure {
  readonly value: number | null
  readonly lo: number | null
  readonly hi: number | null
  readonly n: number
  readonly coverage: number | null
  readonly suspectShare: number | null
  readonly na: string | undefined
}

/** A KPI by hand: the counters that it needs in one report, the modes that it means, and its figure over cells. */
export interface Kpi {
  /** [] for those that are made of seconds alone. */
  readonly counters: readonly string[]
  readonly not?: 'SA' | 'NSA'
  /** A report that breaks it is suspect for this KPI. */
  readonly breaks?: (m: Fact['m']) => boolean
  readonly figure: (cells: readonly CellPart[], kpi: Kpi) => Figure
}

const add = <T>(list: readonly T[], of: (each: T) => number): number => list.reduce((sum, each) => sum + of(each), 0)
const count = (cells: readonly CellPart[], is: (second: Second) => boolean): number =>
  add(cells, (cell) => cell.seconds.filter(is).length)
const total = (cells: readonly CellPart[], of: (fact: Fact, cell: CellPart) => number): number =>
  add(cells, (cell) => add(cell.facts, (fact) => of(fact, cell)))

const observed = (cells: readonly CellPart[]) => total(cells, (fact) => fact.gp)
/** Seconds in which a report was due: in service, and not known to be down, planned or saving energy. */
const due = (cells: readonly CellPart[]) => count(cells, ({ is }) => is === 'up' || is === 'unknown')

/** Coverage, suspect share and, where nothing was observed, why. */
function account(cells: readonly CellPart[], kpi: Kpi): Pick<Figure, 'coverage' | 'suspectShare' | 'na'> {
  const [obs, base] = [observed(cells), due(cells)]
  const sus = total(cells, (fact) => (fact.suspect || kpi.breaks?.(fact.m) ? fact.gp : 0))
  const silent = count(cells, ({ is, cause }) => is === 'unknown' && cause === 'silent') > 0
  return {
    // a report may cover seconds in which its cell is known down: never more than whole
    coverage: base > 0 ? Math.min(1, obs / base) : obs > 0 ? 1 : null,
    suspectShare: obs > 0 ? sus / obs : null,
    na: obs > 0 ? undefined : silent ? 'silent' : 'never-reported',
  }
}

/** What the missing seconds would have had at each cell's usual rate, one without any report at the rate of all. */
function missing(cells: readonly CellPart[], of: (fact: Fact, cell: CellPart) => number): number {
  return add(cells, (cell) => {
    const seconds = Math.max(0, due([cell]) - observed([cell]))
    const like = observed([cell]) > 0 ? [cell] : cells
    return observed(like) > 0 ? (seconds * total(like, of)) / observed(like) : 0
  })
}

function availability(cells: readonly CellPart[], countsAgainst: readonly Second['is'][]): Figure {
  const up = count(cells, ({ is }) => is === 'up')
  const all = up + count(cells, ({ is }) => countsAgainst.includes(is))
  const unknown = count(cells, ({ is }) => is === 'unknown')
  const exp = count(cells, ({ is }) => is !== 'out')
  const silent = count(cells, ({ is, cause }) => is === 'unknown' && cause === 'silent') > 0
  return {
    value: all > 0 ? (100 * up) / all : null,
    lo: all + unknown > 0 ? (100 * up) / (all + unknown) : null,
    hi: all + unknown > 0 ? (100 * (up + unknown)) / (all + unknown) : null,
    n: all,
    coverage: exp > 0 ? (exp - unknown) / exp : null,
    suspectShare: null,
    na: all > 0 ? undefined : exp - unknown > 0 ? 'zero-denominator' : silent ? 'silent' : 'never-reported',
  }
}

const success = (attempts: string, successes: string, not: 'SA' | 'NSA'): Kpi => ({
  counters: [attempts, successes],
  not,
  breaks: (m) => m[successes]! > m[attempts]!,
  figure: (cells, kpi) => {
    const base = account(cells, kpi)
    const att = total(cells, ({ m }) => m[attempts]!)
    const succ = total(cells, ({ m }) => m[successes]!)
    if (succ > att) return { ...base, value: null, lo: null, hi: null, n: att, na: 'guard' }
    const more = missing(cells, ({ m }) => m[attempts]!)
    return {
      ...base,
      value: att > 0 ? (100 * succ) / att : null,
      lo: att + more > 0 ? (100 * succ) / (att + more) : 0,
      hi: att + more > 0 ? (100 * (succ + more)) / (att + more) : 100,
      n: att,
      na: base.na ?? (att > 0 ? undefined : 'zero-denominator'),
    }
  },
})

const userThroughput = (volume: string, time: string): Kpi => ({
  counters: [volume, time],
  figure: (cells, kpi) => {
    const base = account(cells, kpi)
    const [kbit, ms] = [total(cells, ({ m }) => m[volume]!), total(cells, ({ m }) => m[time]!)]
    const na = base.na ?? (ms > 0 ? undefined : 'zero-denominator')
    return { ...base, value: ms > 0 ? (kbit * 1000) / ms : null, lo: null, hi: null, n: ms, na }
  },
})

const cellThroughput = (volume: string): Kpi => ({
  counters: [volume],
  figure: (cells, kpi) => {
    const base = account(cells, kpi)
    const [mbit, obs] = [total(cells, ({ m }) => m[volume]!), observed(cells)]
    return { ...base, value: obs > 0 ? (mbit * 1000) / obs : null, lo: null, hi: null, n: obs }
  },
})

const traffic = (volume: string): Kpi => ({
  counters: [volume],
  figure: (cells, kpi) => {
    const base = account(cells, kpi)
    const [mbit, obs] = [total(cells, ({ m }) => m[volume]!), observed(cells)]
    return { ...base, value: obs > 0 ? mbit : null, lo: mbit, hi: null, n: obs }
  },
})

const blocks = (name: string) => (fact: Fact, cell: CellPart) => fact.m[name]! * fact.gp * 1000 * (cell.scsKHz / 15)

const utilisation = (usedName: string, availableName: string): Kpi => ({
  counters: [usedName, availableName],
  breaks: (m) => m[usedName]! > m[availableName]!,
  figure: (cells, kpi) => {
    const base = account(cells, kpi)
    const [used, avail] = [total(cells, blocks(usedName)), total(cells, blocks(availableName))]
    const all = avail + missing(cells, blocks(availableName))
    return {
      ...base,
      value: avail > 0 ? (100 * used) / avail : null,
      lo: all > 0 ? (100 * used) / all : null,
      hi: all > 0 ? (100 * (used + all - avail)) / all : null,
      n: avail,
      na: base.na ?? (avail > 0 ? undefined : 'zero-denominator'),
    }
  },
})

export const FIGURES: Readonly<Record<string, Kpi>> = {
  DlUeThroughput: userThroughput('VS.DRB.UEThpVolDl', 'VS.DRB.UEThpTimeDl'),
  UlUeThroughput: userThroughput('VS.DRB.UEThpVolUl', 'VS.DRB.UEThpTimeUl'),
  CellThpDl: cellThroughput('DRB.PdcpSduVolumeDL'),
  CellThpUl: cellThroughput('DRB.PdcpSduVolumeUL'),
  TrafficVolumeDl: traffic('DRB.PdcpSduVolumeDL'),
  TrafficVolumeUl: traffic('DRB.PdcpSduVolumeUL'),
  PrbUtilDl: utilisation('RRU.PrbUsedDl', 'RRU.PrbAvailDl'),
  RrcSetupSuccess: success('RRC.ConnEstabAtt', 'RRC.ConnEstabSucc', 'NSA'),
  SgnbAddSuccess: success('VS.EnDc.SgnbAddReq', 'VS.EnDc.SgnbAddSucc', 'SA'),
  PrbUtilUl: utilisation('RRU.PrbUsedUl', 'RRU.PrbAvailUl'),
  NgSignallingSuccess: success('UECNTX.ConnEstabAtt', 'UECNTX.ConnEstabSucc', 'NSA'),
  PduSessionSetupSuccess: success('SM.PDUSessionSetupReq', 'SM.PDUSessionSetupSucc', 'NSA'),
  QosFlowSetupSuccess: success('QF.EstabAttNbr', 'QF.EstabSuccNbr', 'NSA'),
  PSCellChangeSuccess: success('VS.EnDc.PSCellChangeReq', 'VS.EnDc.PSCellChangeSucc', 'SA'),
  'CellAvail.Total': { counters: [], figure: (cells) => availability(cells, ['down', 'planned', 'es']) },
  'CellAvail.Service': { counters: [], figure: (cells) => availability(cells, ['down', 'planned']) },
  'CellAvail.ExPlanned': { counters: [], figure: (cells) => availability(cells, ['down']) },
}
