import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { conditionOf, decodeMessage, formatTopic, type Message } from '../../../contract/mod.ts'
import { TRIAL_2020_FLEET } from '../../../simulators/fleets/trial-2020.ts'
import { FleetHistory } from '../../../simulators/history/generate-history.ts'
import { demoScenario } from '../../../simulators/scenario/demo-scenario.ts'
import type { Scenario } from '../../../simulators/scenario/scenario.ts'
import { NOON, SEED, smallFleet } from '../../unit/simulators/small-fleet.ts'
import { anyScenario } from './arbitraries.ts'

const HOUR = 3_600_000
const REALM = 'sim-test'

/** Every message of a history as the contract reads it. */
function* decoded(history: FleetHistory): Generator<Message> {
  for (const { station, kind, payload, receivedAtMs } of history) {
    const result = decodeMessage(formatTopic(REALM, station, kind), payload, { realm: REALM, receivedAtMs })
    if (!result.ok)
      throw new Error(`${result.reject.code}: ${result.reject.detail} in ${new TextDecoder().decode(payload)}`)
    yield result.message
  }
}

const two = smallFleet(2)
const historyOf = (scenario: Scenario, fleet = two) =>
  new FleetHistory({ fleet, seed: SEED, scenario, fromMs: NOON - HOUR, toMs: NOON + HOUR })

describe('every message of a simulated station', () => {
  test('is one of the contract, with names of the catalogue only, whatever happens', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        for (const message of decoded(historyOf(scenario)))
          if (message.kind === 'pm') expect(message.foreignNames).toBe(0)
      }),
      { numRuns: 25 },
    )
  })

  test('of the demo too, of all kinds a station has, and nothing in them disagrees', () => {
    const scenario = demoScenario({ fleet: TRIAL_2020_FLEET, seed: SEED, nowMs: NOON })
    const kinds = new Set<string>()
    const odd: Message[] = []
    for (const message of decoded(historyOf(scenario, TRIAL_2020_FLEET))) {
      kinds.add(message.kind)
      if (message.kind !== 'pm') continue
      if (message.foreignNames > 0 || message.cells.some(({ doubtful }) => doubtful !== undefined)) odd.push(message)
    }
    expect(odd).toEqual([])
    expect([...kinds].sort()).toEqual(['alarm', 'birth', 'death', 'heartbeat', 'pm', 'state'])
  })

  test('says fault, transport and manual as the contract understands them', () => {
    const at = { fromMs: NOON, toMs: NOON + 60_000, stations: ['HN-0001'] }
    const conditions = (event: Scenario['events'][number]) => [
      ...new Set(
        [...decoded(historyOf({ events: [event] }))]
          .filter((message) => message.kind === 'state' && message.atMs === NOON)
          .map((message) => (message.kind === 'state' ? conditionOf(message) : undefined)),
      ),
    ]
    expect(conditions({ kind: 'station-outage', cause: 'fault', ...at })).toEqual(['fault'])
    expect(conditions({ kind: 'backhaul-cut', affectsService: true, ...at })).toEqual(['transport'])
    expect(
      conditions({
        kind: 'planned-maintenance',
        station: 'HN-0001',
        fromMs: NOON,
        toMs: NOON + 60_000,
        window: { id: 'w', registeredAtMs: 0, fromMs: NOON, toMs: NOON + 60_000 },
        by: 'b',
        why: 'w',
      }),
    ).toEqual(['manual'])
  })

  test('has SgNB counters where there is NSA, RRC counters where there is SA', () => {
    const modes = ['NSA', 'SA', 'SA+NSA'] as const
    const stations = modes.map((mode) => TRIAL_2020_FLEET.stations.find((station) => station.mode === mode)!)
    const fleet = { ...TRIAL_2020_FLEET, stations }
    const seen = new Map<string, Set<string>>()
    for (const { station, kind, payload } of historyOf({ events: [] }, fleet)) {
      if (kind !== 'pm') continue
      const { cells } = JSON.parse(new TextDecoder().decode(payload)) as { cells: { m: object }[] }
      const names = cells.flatMap(({ m }) => Object.keys(m))
      seen.set(station, new Set([...(seen.get(station) ?? []), ...names]))
    }
    const has = (mode: number, name: string) => seen.get(stations[mode]!.id)!.has(name)
    expect(modes.map((_, i) => has(i, 'VS.EnDc.SgnbAddReq'))).toEqual([true, false, true])
    expect(modes.map((_, i) => has(i, 'RRC.ConnEstabAtt.sum'))).toEqual([false, true, true])
  })
})
