import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { compareFigures } from '../../../cli/compare/compare-figures.ts'
import type { Difference } from '../../../cli/compare/difference.ts'
import { type FigureSource, storeSource } from '../../../cli/compare/figure-source.ts'
import { buildEdition } from '../../../cli/editions/build-edition.ts'
import type { Edition } from '../../../cli/editions/edition.ts'
import { EditionLog, LogCutError } from '../../../cli/editions/edition-log.ts'
import { surveyLog } from '../../../cli/editions/operators-words.ts'
import { type Catalogue, PRESENT_CATALOGUE } from '../../../cli/editions/recorded-catalogue.ts'
import type { FieldName, Linear } from '../../../contract/mod.ts'
import { memoryLog, type NewEntry, type Offset, type TelemetryLog } from '../../../log/mod.ts'
import { startProcessor } from '../../../processor/mod.ts'
import { openDuckDbStore } from '../../../store/mod.ts'
import { control, DAY_0, LATE_WORK, nineDays, REALM } from '../../support/nine-days.ts'

// whole days through processor and store, twice
vi.setConfig({ testTimeout: 60_000 })

const silent = () => undefined
const logger = { debug: silent, info: silent, warn: silent, error: silent }
const NEVER = new AbortController().signal

let directory: string
const open: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tram5g-editions-'))
})
afterEach(async () => {
  for (const close of open.splice(0)) await close()
  await rm(directory, { recursive: true, force: true })
})

async function logOf(entries: readonly NewEntry[]): Promise<TelemetryLog> {
  const log = memoryLog({ realm: REALM, now: () => DAY_0 })
  for (let i = 0; i < entries.length; i += 1000) await log.append(0, entries.slice(i, i + 1000))
  return log
}

/** The figures as the processor makes them that follows the log. */
async function present(log: TelemetryLog): Promise<void> {
  const store = await openDuckDbStore({ path: join(directory, 'store.duckdb'), realm: REALM, now: Date.now })
  const stateDirectory = join(directory, 'state')
  const common = { log, store, stateDirectory, realm: REALM, now: Date.now, random: Math.random, logger }
  const processor = await startProcessor(common)
  await processor.drain()
  await processor.stop()
  await store.close()
}

interface Made {
  readonly edition: Edition
  readonly span: FigureSource['span']
}

async function make(
  log: TelemetryLog,
  id: number,
  range: { receivedFrom?: number; receivedTo?: number } = {},
  signal: AbortSignal = NEVER,
  onProgress: (share: number) => void = silent,
): Promise<Made | undefined> {
  const end = (await log.usage(0)).newest as Offset
  const survey = await surveyLog(log, { ...range, end }, NEVER, silent)
  const { first, last, words, isCut } = survey!
  const edition: Edition = {
    id,
    realm: REALM,
    logId: log.identity.logId,
    by: 'lan',
    why: 'test',
    createdAt: 0,
    catalogue: PRESENT_CATALOGUE.version,
    store: 'duckdb',
    firstOffset: first!,
    lastOffset: last!,
    endOffset: end,
    words: words.length,
    isCut,
  }
  const store = await openDuckDbStore({ path: join(directory, `${id}.duckdb`), realm: REALM, now: Date.now })
  try {
    const span = await buildEdition({
      edition,
      log: new EditionLog(log, { first: first!, last: last!, ...range }),
      foretold: { entries: words, isCut },
      stateDirectory: join(directory, `state-${id}`),
      store,
      now: Date.now,
      random: Math.random,
      logger,
      hotEntries: 10_000,
      signal,
      onProgress,
      onStoreAway: silent,
    })
    return span && { edition, span }
  } finally {
    await store.close()
  }
}

async function source(
  name: string,
  file: string,
  span?: FigureSource['span'],
  catalogue: Catalogue = PRESENT_CATALOGUE,
): Promise<FigureSource> {
  const store = await openDuckDbStore({ path: join(directory, file), realm: REALM, readOnly: true, now: Date.now })
  open.push(() => store.close())
  return await storeSource({ name, store, catalogueOf: () => catalogue, ...(span !== undefined && { span }) })
}

async function compared(
  before: FigureSource,
  after: FigureSource,
  more: Partial<Parameters<typeof compareFigures>[0]> = {},
) {
  const found: Difference[] = []
  let figures = 0
  const options = { before, after, levels: ['1d', '1h', '15m'], by: ['station', 'cell'], where: {}, ...more } as const
  for await (const each of compareFigures(options)) {
    found.push(...each.differences)
    figures += each.figures
  }
  return { found, figures }
}

const shown = ({ kpi, level, t, by, before, after, reason }: Difference) => ({
  kpi,
  level,
  t,
  by,
  before: before?.value,
  after: after?.value,
  reason,
})

describe('an edition of the same log by the same catalogue', () => {
  it('has no difference, at any level, of any cell and any zone', async () => {
    const log = await logOf(nineDays(2))
    await present(log)
    const made = await make(log, 1)
    // two days are told, from the start of the first to the last message
    expect(made?.span).toEqual({ from: DAY_0, to: DAY_0 + 2 * 86_400_000 })
    const [before, after] = [await source('current', 'store.duckdb'), await source('edition 1', '1.duckdb', made?.span)]
    for (const by of [['station', 'cell'], ['zone'], []]) {
      const { found, figures } = await compared(before, after, { by, levels: ['1d', '1h', '15m'] })
      expect(found).toEqual([])
      expect(figures).toBeGreaterThan(5000)
    }
  })

  it('goes on where it was interrupted, with the same figures', async () => {
    const log = await logOf(nineDays(2))
    await present(log)
    const stop = new AbortController()
    expect(await make(log, 1, {}, stop.signal, () => stop.abort())).toBeUndefined()
    const made = await make(log, 1)
    const { found } = await compared(
      await source('current', 'store.duckdb'),
      await source('edition 1', '1.duckdb', made?.span),
    )
    expect(found).toEqual([])
  })

  it('of a part of the log tells whole windows only, and those as they are', async () => {
    const log = await logOf(nineDays(3))
    await present(log)
    // received from 6:00 of the first day to 12:00 of the third
    const hour = (h: number) => DAY_0 + h * 3_600_000
    const made = await make(log, 1, { receivedFrom: hour(6), receivedTo: hour(60) })
    expect(made?.span).toEqual({ from: hour(6) + 900_000, to: hour(60) - 900_000 })
    const before = await source('current', 'store.duckdb')
    const after = await source('edition 1', '1.duckdb', made?.span)
    const { found, figures } = await compared(before, after)
    expect(found).toEqual([])
    expect(figures).toBeGreaterThan(5000)
  })
})

describe('planned work that was registered when its day was final', () => {
  it('changes the day by a new edition alone, and the comparison names it', async () => {
    const log = await logOf(nineDays())
    await log.append(0, [LATE_WORK])
    await present(log)
    const made = await make(log, 1)
    const before = await source('current', 'store.duckdb')
    const after = await source('edition 1', '1.duckdb', made?.span)
    const { found } = await compared(before, after, { kpis: ['CellAvail.Total', 'CellAvail.ExPlanned'] })
    // the day: 86,400 s, of them 1,800 s locked. Without planned work (86,400 − 1,800) / 86,400 = 97.916…, with it taken out of
    // both sides 84,600 / 84,600. The hour from 1:00: 1,800 / 3,600, then 1,800 / 1,800. Its first two quarters have no time left.
    const one = { kpi: 'CellAvail.ExPlanned', by: { station: 'HN-0001', cell: '1' }, reason: 'maintenance W1' }
    const at = (s: number) => DAY_0 + s * 1000
    expect(found.map(shown)).toEqual([
      { ...one, level: '1d', t: at(0), before: expect.closeTo(97.916_666_666, 6), after: 100 },
      { ...one, level: '1h', t: at(3600), before: 50, after: 100 },
      { ...one, level: '15m', t: at(3600), before: 0, after: null },
      { ...one, level: '15m', t: at(4500), before: 0, after: null },
    ])
    const all = (await compared(before, after)).found
    expect(new Set(all.map(({ reason }) => reason))).toEqual(new Set(['maintenance W1']))
    // nothing else than availability, and nobody else
    expect(new Set(all.map(({ by }) => by.station))).toEqual(new Set(['HN-0001']))
  })

  it('taken back and registered otherwise: what is said last holds from the beginning', async () => {
    const log = await logOf(nineDays(2))
    const word = { at: DAY_0 + 2 * 86_400_000, by: 'nga', why: 'wrong station', id: 'W1' }
    await log.append(0, [LATE_WORK, control({ type: 'maintenance-close', ...word, to: 0 })])
    await present(log)
    const made = await make(log, 1)
    const { found } = await compared(
      await source('current', 'store.duckdb'),
      await source('edition 1', '1.duckdb', made?.span),
    )
    expect(found).toEqual([])
  })
})

describe('another catalogue', () => {
  const kpis = PRESENT_CATALOGUE.kpis
  const changed = (id: string, over: object): Catalogue => ({
    version: '99',
    kpis: kpis.map((kpi) => (kpi.id === id ? { ...kpi, version: kpi.version + 1, ...over } : kpi)),
  })

  it('changes the figures of the entry that changed, and of no other', async () => {
    const log = await logOf(nineDays(1))
    await present(log)
    const made = await make(log, 1)
    const rrc = kpis.find(({ id }) => id === 'RrcSetupSuccess')!
    const flipped = (field: Linear): Linear =>
      Object.fromEntries(Object.entries(field).map(([name, weight]: [FieldName, number]) => [name, weight / 2]))
    const formula = rrc.formula.kind === 'ratio' ? { ...rrc.formula, num: flipped(rrc.formula.num) } : undefined
    expect(formula).toBeDefined()
    const before = await source('current', 'store.duckdb')
    const after = await source('edition 1', '1.duckdb', made?.span, changed('RrcSetupSuccess', { formula }))
    const { found } = await compared(before, after, { levels: ['1d'] })
    // one day of two cells: 98 of 100 attempts, then half of them counted as successes
    expect(found.map(shown)).toEqual(
      ['HN-0001', 'HN-0002'].map((station) => ({
        kpi: 'RrcSetupSuccess',
        level: '1d',
        t: DAY_0,
        by: { station, cell: '1' },
        before: 98,
        after: 49,
        reason: `catalogue: version ${rrc.version} → ${rrc.version + 1}`,
      })),
    )
  })

  it('with an entry that the other does not have says so', async () => {
    const log = await logOf(nineDays(1))
    await present(log)
    const made = await make(log, 1)
    const older: Catalogue = { version: '1', kpis: kpis.filter(({ id }) => id !== 'RrcSetupSuccess') }
    const { found } = await compared(
      await source('current', 'store.duckdb', undefined, older),
      await source('edition 1', '1.duckdb', made?.span),
      { levels: ['1d'], by: ['zone'] },
    )
    expect(found.map(shown)).toEqual([
      {
        kpi: 'RrcSetupSuccess',
        level: '1d',
        t: DAY_0,
        by: { zone: 'hoa-lac' },
        before: undefined,
        after: 98,
        reason: 'catalogue: new',
      },
    ])
  })
})

describe('retention beside an edition', () => {
  it('that goes over what is still to be read ends it, and says what to do', async () => {
    let now = DAY_0
    const log = memoryLog({ realm: REALM, now: () => now, segmentMaxMs: 3_600_000, retentionMs: 3_600_000 })
    const entries = nineDays(1)
    const half = entries.length >> 1
    const offsets = await log.append(0, entries.slice(0, half))
    now += 2 * 3_600_000
    await log.append(0, entries.slice(half))
    const view = new EditionLog(log, { first: offsets[0]!, last: (await log.usage(0)).newest as Offset })
    const [one] = await view.read(0, undefined, 1)
    now += 10 * 86_400_000
    await log.retain(0, offsets.at(-1), now)
    await expect(view.read(0, one?.offset, 1000)).rejects.toThrow(LogCutError)
    await expect(view.read(0, one?.offset, 1000)).rejects.toThrow(/TRAM5G_LOG_RETENTION_DAYS/)
  })
})
