import type { Fact } from './facts.ts'
import { wholeQuotient } from './smallest-units.ts'
import type { Radio, Stage, Way } from './stages.ts'

/** The stages of every KPI that is made of reports, by hand: which counters, and what of them is added up. */

type M = Fact['m']

const way = (needs: readonly string[], num: (m: M, gp: number) => number, den?: (m: M, gp: number) => number): Way => ({
  needs,
  parts: (m, gp) => ({ num: num(m, gp), ...(den && { den: den(m, gp) }) }),
})
const one = (id: string, only: Way): Stage => ({ id, ways: { '': only } })
const sumOf = (names: readonly string[]) => (m: M) => names.reduce((sum, name) => sum + m[name]!, 0)

export const quotient = (num: readonly string[], den: readonly string[]): Stage =>
  one('', way([...num, ...den], sumOf(num), sumOf(den)))

/** More successes than attempts in one report: events on either side of its end. */
const BREAKS: Pick<Stage, 'breaks'> = { breaks: ({ num = 0, den = 0 }) => num > den }

export const success = (id: string, attempts: string, succeeded: string): Stage => ({
  ...one(id, way([attempts, succeeded], sumOf([succeeded]), sumOf([attempts]))),
  ...BREAKS,
})

/** Between gNBs and within one together, or the one kind that is told. */
export function handover(id: 'exec' | 'prep', name: 'Exe' | 'Prep'): Stage {
  const of = (...kinds: readonly string[]) => {
    const names = (what: string) => kinds.map((kind) => `MM.Ho${name}${kind}${what}`)
    return way([...names('Req'), ...names('Succ')], sumOf(names('Succ')), sumOf(names('Req')))
  }
  return {
    id,
    ways: { '': of('Inter', 'Intra'), [`inter_${id}`]: of('Inter'), [`intra_${id}`]: of('Intra') },
    ...BREAKS,
  }
}

type Direction = 'Dl' | 'Ul'
const pdcp = (direction: Direction) => `DRB.PdcpSduVolume${direction.toUpperCase()}`
const f1u = (direction: Direction) => `DRB.F1uPdcpSduVolume${direction.toUpperCase()}`

/** PDCP data [bit], or the same at F1-U where the gNB is split; never both. */
export function volume(...directions: readonly Direction[]): Stage {
  const [own, split] = [directions.map(pdcp), directions.map(f1u)]
  return { id: '', ways: { '': way(own, sumOf(own)), f1u: way(split, sumOf(split)) } }
}

/** Volume [bit] over time [ms] of bursts; where only the rate is told, weighed by users active, or by the volume. */
export function bursts(direction: Direction): Stage {
  const [vol, time] = [`VS.DRB.UEThpVol${direction}`, `VS.DRB.UEThpTime${direction}`]
  const [rate, users] = [`DRB.UEThp${direction}`, `DRB.MeanActiveUe${direction}`]
  const data = pdcp(direction)
  return {
    id: '',
    ways: {
      '': way([vol, time], sumOf([vol]), sumOf([time])),
      // bit/s · mUE · s / 1000, and mUE · s, which is UE · ms
      active_ue: way(
        [rate, users],
        (m, gp) => wholeQuotient([m[rate]!, m[users]!, gp], 1000),
        (m, gp) => m[users]! * gp,
      ),
      // the time that the volume would take; without a sample there is neither
      volume: way(
        [rate, data],
        (m) => (m[rate] === 0 ? 0 : m[data]!),
        (m) => wholeQuotient([m[data]!, 1000], m[rate]!),
      ),
    },
  }
}

export function unrestricted(direction: Direction): Stage {
  const [share, data] = [`DRB.UEUnresVol${direction}`, pdcp(direction)]
  return one(
    '',
    way([share, data], (m) => wholeQuotient([m[share]!, m[data]!], 1_000_000), sumOf([data])),
  )
}

const weightOf = (radio: Radio) => radio.scsKHz / 15

/** Blocks used and available [PRB·ms at 15 kHz]; where only percents are told, of the blocks that the birth names. */
export function blocks(direction: Direction): Stage {
  const [used, available] = [`RRU.PrbUsed${direction}`, `RRU.PrbAvail${direction}`]
  const percent = `RRU.PrbTot${direction}`
  return {
    id: '',
    ways: {
      '': {
        needs: [used, available],
        parts: (m, gp, radio) => ({ num: m[used]! * gp * weightOf(radio), den: m[available]! * gp * weightOf(radio) }),
      },
      percent: {
        needs: [percent],
        nrb: true,
        parts: (m, gp, radio) => ({
          num: wholeQuotient([m[percent]!, radio.nrb!, gp], 1000) * weightOf(radio),
          den: radio.nrb! * gp * 1000 * weightOf(radio),
        }),
      },
    },
    // a share of more than all is impossible
    cannotBe: ({ num = 0, den = 0 }) => num > den,
  }
}

const PACKET_BITS = 12_000

/** A mean of packets weighed by how many there were; by their data, as packets of 1500 bytes, where they were not counted. */
export function byPackets(id: string, counter: string, direction: Direction): Stage {
  const [packets, data] = [`VS.${counter}.Nbr`, pdcp(direction)]
  return {
    id,
    ways: {
      '': way([counter, packets], (m) => m[counter]! * m[packets]!, sumOf([packets])),
      [id === '' ? 'volume' : `volume_${id}`]: way(
        [counter, data],
        (m) => wholeQuotient([m[counter]!, m[data]!], PACKET_BITS),
        (m) => wholeQuotient([m[data]!], PACKET_BITS),
      ),
    },
  }
}

/** What is told as a mean, times the period; or as it is. */
export const timesPeriod = (counter: string): Stage =>
  one(
    '',
    way([counter], (m, gp) => m[counter]! * gp),
  )
export const asTold = (counter: string): Stage => one('', way([counter], sumOf([counter])))

/** Data of both directions [bit] and energy [mWh] of the same reports. */
export const dataAndEnergy: Stage = {
  id: '',
  ways: Object.fromEntries(
    Object.entries({ '': [pdcp('Dl'), pdcp('Ul')], f1u: [f1u('Dl'), f1u('Ul')] }).map(([id, data]) => [
      id,
      way([...data, 'PEE.Energy'], sumOf(data), sumOf(['PEE.Energy'])),
    ]),
  ),
}
