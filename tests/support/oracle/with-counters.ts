import type { ControlRecord } from '../../../contract/mod.ts'
import type { Report, Said, World } from './world.ts'

export interface Additions {
  /** Seconds by fault, transport, manual intervention and energy saving, taken over and over by the reports. */
  readonly amounts: readonly (readonly [number, number, number, number])[]
  /** Every so many reports say nothing, a total alone, a total unlike its causes, or more than their period. */
  readonly odd: number
  readonly declared: readonly {
    readonly station: string
    readonly cell: string
    readonly at: number
    readonly lasts: number
  }[]
  readonly withdrawn: boolean
}

/** The same world, in which the stations also tell their own counters, and the operator declares outages. */
export function withAdditions(world: World, { amounts, odd, declared, withdrawn }: Additions): World {
  let n = 0
  const counted = new Map<object, Report>()
  const arrived = world.arrived.map((said): Said => {
    if (said.kind !== 'pm') return said
    const body = counted.get(said.body) ?? withCounters(said.body, amounts, odd, n++)
    counted.set(said.body, body)
    return { ...said, body }
  })
  const word = { at: world.t0, by: 'nga', why: 'mast' }
  const words = declared.flatMap(({ station, cell, at, lasts }, i): ControlRecord[] => {
    const from = world.t0 + at * 1000
    const to = from + lasts * 1000
    return [{ ...word, type: 'outage-declare', id: `d${i}`, targets: [`${station}${cell}`], from, to }]
  })
  if (withdrawn && words.length > 0) words.push({ ...word, type: 'outage-withdraw', id: 'd0' })
  return { ...world, arrived, control: [...world.control, ...words] }
}

function withCounters(report: Report, amounts: Additions['amounts'], odd: number, n: number): Report {
  const cells = report.cells.map((own, i) => {
    const picked = amounts[(n * 7 + i * 3 + (report.rev ?? 0)) % amounts.length]!
    const [fault, transport, manual, es] = picked.map((x) => Math.floor((x * report.gp) / 1000))
    const sum = fault! + transport! + manual! + es!
    const kind = (n + i) % odd
    if (kind === 0) return own
    const total = kind === 1 ? sum + 1 : kind === 2 ? report.gp + 1 : sum
    const m: Record<string, number | null> = { ...own.m, 'RRU.CellUnavailableTime.sum': total }
    if (kind !== 3) {
      m['RRU.CellUnavailableTime.Fault'] = kind === 2 ? total : fault!
      if (kind !== 2) {
        m['RRU.CellUnavailableTime.TransportProblem'] = transport!
        m['RRU.CellUnavailableTime.ManualIntervention'] = manual!
        m['RRU.CellUnavailableTime.EnergySaving'] = es!
      }
    }
    return { ...own, m }
  })
  return { ...report, cells }
}
