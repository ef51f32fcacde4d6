import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ask } from '../../support/oracle/ask.ts'
import type { Question } from '../../support/oracle/groups.ts'
import { type MadeWorld, makeWorld, STATION_IDS } from '../../support/oracle/make-world.ts'
import { answersOf, storeOf } from '../../support/oracle/open-answers.ts'
import type { FleetPlan, StationPlan } from '../../support/oracle/plan.ts'
import { fleetPlan } from '../../support/oracle/random-plan.ts'
import { runWorld } from '../../support/oracle/run-world.ts'
import { settings, TIME_LIMIT_MS } from '../../support/oracle/settings.ts'
import { learn } from '../../support/oracle/things.ts'
import { trueTimes } from '../../support/oracle/truth-times.ts'
import { clockMs, clockSecond, isState, type Said, secondOf, timeOf, type World } from '../../support/oracle/world.ts'

/** Fleets whose every word is true, without the operator's word. */
const honest = fleetPlan({ stations: 2, minutes: 40 }).map(
  (plan): FleetPlan => ({ ...plan, works: [], away: [], stations: plan.stations.map(honestly) }),
)

function honestly(plan: StationPlan): StationPlan {
  return {
    ...plan,
    registry: undefined,
    cells: plan.cells.map((cell) => (cell.tellsState ? cell : { ...cell, episodes: [] })),
    restart: plan.restart && { ...plan.restart, birthAfter: 0 },
  }
}

/**
 * Reports, heartbeats and the last words before a restart are lost for ever. States and births are not: without a state the
 * rules take for known what is not (holes-in-the-rules.test.ts).
 */
function losing({ world, complete }: MadeWorld): World {
  const kept = new Set(world.arrived)
  const vital = (said: Said) => said.kind === 'birth' || (said.kind === 'state' && isState(said.body))
  return { ...world, arrived: complete.arrived.filter((said) => kept.has(said) || vital(said)) }
}

/** A station that restarts is taken to have died at its last word, if that has come: nobody can know better. */
function dyingAtItsLastWord(plan: StationPlan, station: string, { world, complete }: MadeWorld): StationPlan {
  const { restart } = plan
  if (restart === undefined) return plan
  const isBefore = (said: Said) => said.station === station && secondOf(world, timeOf(said)) < restart.at
  if (!world.arrived.includes(complete.arrived.findLast(isBefore)!)) return plan
  const words = world.arrived.filter((said) => said.station === station).map((said) => secondOf(world, timeOf(said)))
  const last = Math.max(...words.filter((second) => second < restart.at))
  return { ...plan, restart: { ...restart, at: last, lasts: restart.at + restart.lasts - last } }
}

/** One period, whose reports say nothing twice, of everything whose missing part can be bounded. */
const STEADY = {
  ...{ steady: true, idle: false, oddGps: [], corrected: [], excessive: [] },
  tells: ['volume', 'blocks', 'access', 'mobility', 'en-dc', 'power'],
} as const

const BOUNDED = [
  ...['RrcSetupSuccess', 'NgSignallingSuccess', 'PduSessionSetupSuccess', 'QosFlowSetupSuccess', 'DrbEstabSuccess'],
  ...['SgnbAddSuccess', 'PSCellChangeSuccess', 'ScgAbnormalRelease', 'DRBAccessibility', '5GSEPHOSR', 'GRANHOSR'],
  ...['PrbUtilDl', 'PrbUtilUl', 'TrafficVolumeDl', 'TrafficVolumeUl'],
]

describe('bounds bracket the truth', () => {
  it(
    'availability of each cell, whatever reports were lost',
    async () => {
      await fc.assert(
        fc.asyncProperty(honest, async (plan) => {
          const made = makeWorld(plan)
          const world = losing(made)
          const store = await storeOf(runWorld(world), clockMs(world), ['15m'])
          const question = {
            level: '15m' as const,
            from: world.t0,
            to: world.t0 + 3_600_000,
            by: ['station', 'cell'] as const,
          }
          const answers = await answersOf(store, ['CellAvail.Total', 'CellAvail.ExPlanned'], question)
          await store.close()
          const found: string[] = []
          for (const [kpi, series] of answers) {
            for (const [group, points] of series) {
              const [station, cell] = group.split(' ') as [string, string]
              const own = plan.stations[STATION_IDS.indexOf(station as (typeof STATION_IDS)[number])]!
              const truePlan = dyingAtItsLastWord(own, station, { ...made, world })
              for (const [t, point] of points) {
                const from = (t - world.t0) / 1000
                const to = Math.min(from + 900, clockSecond(world))
                const { up, down, es } = trueTimes(truePlan, Number(cell) - 1, from, to)
                const all = up + down + (kpi === 'CellAvail.Total' ? es : 0)
                if (all === 0 || point.lo === null || point.hi === null) continue
                const truth = (100 * up) / all
                if (truth < point.lo - 1e-9 || truth > point.hi + 1e-9) {
                  found.push(`${kpi} ${group} from ${from} s: truth ${truth} not in [${point.lo}, ${point.hi}]`)
                }
              }
            }
          }
          expect(found).toEqual([])
        }),
        settings(4),
      )
    },
    TIME_LIMIT_MS,
  )

  it(
    'success ratios and utilisation under their assumption of an even rate, and sums from below',
    async () => {
      await fc.assert(
        fc.asyncProperty(honest, fc.constantFrom([], ['station', 'cell']), async (plan, by) => {
          // a report over seconds in which its cell is known down is a case of its own: holes-in-the-rules.test.ts
          const alike = { episodes: [], scsKHz: 30, nrb: 106 } as const
          const cells = (station: StationPlan) => station.cells.map((cell) => ({ ...cell, ...alike }))
          const stations = plan.stations.map((station) => ({
            ...station,
            ...STEADY,
            gps: station.gps.slice(0, 1),
            cells: cells(station),
          }))
          const made = makeWorld({ ...plan, stations })
          const world = losing(made)
          const complete = { ...world, arrived: made.complete.arrived }
          const store = await storeOf(runWorld(world), clockMs(world))
          const question: Question = { level: '1h', from: world.t0, to: world.t0 + 3_600_000, by: by as Question['by'] }
          // where counters are left out now and then, one kind of handovers stands for both: no even rate
          const isThinned = stations.some(({ thinned }) => thinned.length > 0)
          const kpis = BOUNDED.filter((kpi) => kpi !== 'GRANHOSR' || !isThinned)
          const answers = await answersOf(store, kpis, question)
          await store.close()
          const truths = ask(learn(complete), question, kpis)
          const found = kpis.flatMap((kpi) =>
            [...truths.get(kpi)!].flatMap(([group, points]) =>
              [...points].flatMap(([t, { value }]) => {
                const { lo = null, hi = null, partial } = answers.get(kpi)?.get(group)?.get(t) ?? {}
                const isInside =
                  partial !== undefined ||
                  value === null ||
                  ((lo ?? 0) <= value + 1e-9 && value - 1e-9 <= (hi ?? value))
                return isInside ? [] : [`${kpi} ${group}: truth ${value} not in [${lo}, ${hi}]`]
              }),
            ),
          )
          expect(found).toEqual([])
        }),
        settings(4),
      )
    },
    TIME_LIMIT_MS,
  )
})
