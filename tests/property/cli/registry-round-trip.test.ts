import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { isoInstant, parseIsoInstant } from '../../../cli/output/iso-instant.ts'
import { COLUMN_NAMES, REQUIRED_COLUMNS } from '../../../cli/registry/columns.ts'
import { readRegistry } from '../../../cli/registry/read-registry.ts'
import { registryCsv } from '../../../cli/registry/write-csv.ts'
import { isSafeTagValue, type RegistryLine } from '../../../contract/mod.ts'

const directory = mkdtempSync(join(tmpdir(), 'tram5g-round-trip-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const instant = fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2099, 11, 31) })
const letters = (from: string, max: number) =>
  fc.string({ unit: fc.constantFrom(...from), minLength: 1, maxLength: max })
const id = letters('ABCxyz019_-', 64)
const tag = fc
  .oneof(letters("abz09_-.:;#'/()%|Đốệ", 64), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }))
  .filter((text) => isSafeTagValue(text) && !/\p{Cs}/u.test(text) && text.trim() === text && !text.startsWith('\uFEFF'))
const text = fc
  .oneof(letters(' ,;"\'#=\\Đốệ\u00a0az019', 60), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }))
  .map((value) => value.trim())
  .filter((value) => /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,200}$/u.test(value))
const degrees = (most: number) => fc.integer({ min: -most * 1e6, max: most * 1e6 }).map((x) => x / 1e6)
const cells = fc.array(letters('abz09_.-', 32), { minLength: 1, maxLength: 5 })

const required = fc.record({
  station: id,
  from: instant,
  type: fc.constantFrom('station' as const, 'probe' as const, 'gateway' as const),
  operator: tag,
  province: tag,
  zone: tag,
  zoneType: fc.constantFrom('it-park' as const, 'university' as const),
  phase: tag,
  vendor: tag,
})
const optional = fc.record(
  {
    publisher: id,
    operatorName: text,
    licence: text,
    licenceSiteCap: fc.integer({ min: 1, max: 1_000_000 }),
    provinceCodes: text,
    zoneName: text,
    vendorName: text,
    model: text,
    equipmentOrigin: fc.constantFrom('domestic' as const, 'foreign' as const),
    site: text,
    vpostcode: fc.string({ unit: fc.constantFrom(...'AZaz09'), minLength: 12, maxLength: 12 }),
    vpostcodeSystem: text,
    siteOwner: text,
    sharedWith: fc.array(letters('abz09_-.', 20), { minLength: 1, maxLength: 3 }),
    sharingType: fc.constantFrom('none' as const, 'moran' as const),
    transportGroup: text,
    power: text,
    contact: text,
    cells,
    inServiceFrom: instant,
    phaseTo: instant,
  },
  { requiredKeys: [] },
)
const place = fc.option(fc.record({ lat: degrees(90), lon: degrees(180) }), { nil: {} })
const line: fc.Arbitrary<RegistryLine> = fc
  .tuple(required, optional, place)
  .map((parts) => Object.assign({}, ...parts) as RegistryLine)
const lines = fc.uniqueArray(line, { minLength: 1, maxLength: 8, selector: (l) => `${l.station} ${l.from}` })

test('any registry, written as a CSV, imports again to the same lines', () => {
  let n = 0
  fc.assert(
    fc.property(lines, (written) => {
      const path = join(directory, `${n++ % 10}.csv`)
      writeFileSync(path, registryCsv(written))
      expect(readRegistry(path)).toEqual({ ok: true, lines: written })
    }),
    { numRuns: 300 },
  )
})

test('as JSON it is the same again', () => {
  fc.assert(
    fc.property(lines, fc.constantFrom(0, 2), (written, indent) => {
      const path = join(directory, 'lines.json')
      writeFileSync(path, JSON.stringify(written, null, indent))
      expect(readRegistry(path)).toEqual({ ok: true, lines: written })
    }),
    { numRuns: 100 },
  )
})

test('whatever the file holds, reading it ends with lines, with problems that name their row, or with one word on the whole', () => {
  const cell = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('2026-10-01', 'it-park', '"', '1;2', '#'))
  const csv = fc
    .tuple(
      fc.shuffledSubarray([...COLUMN_NAMES, 'colour']),
      fc.array(fc.array(cell, { maxLength: 12 }), { maxLength: 6 }),
    )
    .map(([head, rows]) => [[...REQUIRED_COLUMNS, ...head], ...rows].map((row) => row.join(',')).join('\n'))
  fc.assert(
    fc.property(csv, (content) => {
      const path = join(directory, 'any.csv')
      writeFileSync(path, content)
      try {
        const checked = readRegistry(path)
        if (!checked.ok) for (const problem of checked.problems) expect(problem).toMatch(/^row \d+|^expected at least/)
      } catch (error) {
        expect((error as Error).name).toBe('ConfigError')
        expect((error as Error).message).toContain('any.csv')
      }
    }),
    { numRuns: 300 },
  )
})

test('an instant is written so that it is read again', () => {
  fc.assert(fc.property(instant, (ms) => parseIsoInstant(isoInstant(ms)) === ms))
})
