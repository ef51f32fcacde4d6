import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeWorld } from '../../support/oracle/make-world.ts'
import { fleetPlan } from '../../support/oracle/plan.ts'
import { runWorld } from '../../support/oracle/run-world.ts'
import { type Second, secondsOf } from '../../support/oracle/seconds.ts'
import { cellsOf, stationsOf, type World } from '../../support/oracle/world.ts'

const SETTINGS = { numRuns: Number(process.env.TRAM5G_ORACLE_RUNS ?? 30), seed: Number(process.env.TRAM5G_ORACLE_SEED ?? 5) }

/** Seconds of each kind from `from` to `to`, without those that are 0. */
function counted(is: readonly Second[], from: number, to: number): Record<string, number> {
  const counts: Record<string, number> = {}
  const add = (field: string) => {
    counts[field] = (counts[field] ?? 0) + 1
  }
  for (const second of is.slice(from, to)) {
    if (second.is === 'out') continue
    add('exp')
    add(`avail.${second.is}`)
    if (second.cause !== undefined) add(`avail.${second.is}_${second.cause}`)
    if (second.inferred) add('avail.inferred')
    if (second.overrun) add('avail.overrun')
  }
  return counts
}

function differences(world: World): string[] {
  const run = runWorld(world)
  const rows = new Map<string, Record<string, number>>()
  for (const row of run.rows()) {
    if (row.table !== 'cell_kpi' || row.level !== '1m') continue
    const key = `${row.t} ${row.tags.station} ${row.tags.cell}`
    const sums = rows.get(key) ?? {}
    for (const [field, value] of Object.entries(row.fields)) {
      if (value !== 0 && (field === 'exp' || field.startsWith('avail.'))) sums[field] = (sums[field] ?? 0) + value
    }
    rows.set(key, sums)
  }
  const found: string[] = []
  const sorted = (sums: Record<string, number>) => JSON.stringify(Object.entries(sums).sort())
  for (const station of stationsOf(world)) {
    for (const cell of cellsOf(world, station)) {
      const is = secondsOf(world, station, cell)
      for (let s = 0; s < is.length; s += 60) {
        const expected = sorted(counted(is, s, s + 60))
        const real = sorted(rows.get(`${world.t0 + s * 1000} ${station} ${cell}`) ?? {})
        if (expected !== real) found.push(`${station}/${cell} ${s}: oracle ${expected}, product ${real}`)
      }
    }
  }
  return found
}

describe('five times against the oracle', () => {
  it('every minute of every cell', () => {
    fc.assert(
      fc.property(fleetPlan({ stations: 1, minutes: 40 }), (plan) => {
        expect(differences(makeWorld(plan).world)).toEqual([])
      }),
      SETTINGS,
    )
  })
})
