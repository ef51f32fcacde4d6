import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { memoryLog, type NewEntry } from '../../../log/mod.ts'
import { differences, processAfresh, processToTheEnd } from '../../support/store-content.ts'

const REALM = 'sim-test'
const START = Date.UTC(2026, 9, 1, 5)
const BOOT = '1790000000000-7'
const HOURS = 5

/** A birth and a report every 10 s, with 20 minutes of silence in the third hour. */
function entries(): NewEntry[] {
  const bodies: [string, object][] = [['birth', { t: START, conn: 'c1', cells: [{ cell: '1', mode: 'SA' }] }]]
  for (let end = START + 10_000; end <= START + HOURS * 3_600_000; end += 10_000) {
    if (end > START + 8_000_000 && end <= START + 9_200_000) continue
    const m = { 'RRC.ConnEstabAtt.sum': 10, 'RRC.ConnEstabSucc.sum': 9 }
    bodies.push(['pm', { end, gp: 10, cells: [{ cell: '1', m }] }])
  }
  return bodies.map(([kind, body], seq) => ({
    receivedAt: START,
    source: 'mqtt',
    topic: `tram5g/v1/${REALM}/HN-0001/${kind}`,
    payload: new TextEncoder().encode(JSON.stringify({ boot: BOOT, seq, ...body })),
  }))
}

test('hours of backlog in one go give the same store as the same messages piece by piece', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tram5g-pace-'))
  try {
    const log = memoryLog({ realm: REALM })
    const all = entries()
    const folders = { state: join(directory, 'state'), store: join(directory, 'store.duckdb') }
    let slowly = { rows: new Map(), ledger: [] } as Awaited<ReturnType<typeof processToTheEnd>>
    for (let i = 0; i < all.length; i += 300) {
      await log.append(0, all.slice(i, i + 300))
      slowly = await processToTheEnd(log, REALM, folders)
    }
    const atOnce = await processAfresh(log, REALM)
    expect(differences(slowly, atOnce)).toEqual([])
    expect(atOnce.ledger).toEqual(slowly.ledger)
    // each second of the silence too: unknown, and expected
    const windows = [...atOnce.rows].filter(([key]) => key.startsWith('cell_kpi 10s '))
    expect(windows).toHaveLength((HOURS * 3600) / 10)
    for (const [key, { exp }] of windows) expect(exp, key).toBe(10)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
