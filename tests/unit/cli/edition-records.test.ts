import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { dropEdition, showEditions } from '../../../cli/commands/editions.ts'
import type { Config } from '../../../cli/config/settings.ts'
import {
  type Edition,
  editionOf,
  finishedEdition,
  listEditions,
  nextEditionId,
  refuseHalfPromoted,
  writeEdition,
} from '../../../cli/editions/edition.ts'
import { PRESENT_CATALOGUE, recordCatalogue, recordedCatalogue } from '../../../cli/editions/recorded-catalogue.ts'
import { dropReplaced, swapState } from '../../../cli/editions/swap-state.ts'
import { type RealmPaths, realmPaths } from '../../../cli/runtime/paths.ts'

let directory: string
let paths: RealmPaths
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tram5g-records-'))
  paths = realmPaths({ dataDir: directory, realm: 'sim-test' })
  mkdirSync(paths.root, { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const edition = (id: number, more: Partial<Edition> = {}): Edition => ({
  id,
  realm: 'sim-test',
  logId: 'log',
  by: 'lan',
  why: 'test',
  createdAt: 1,
  catalogue: '2',
  store: 'duckdb',
  firstOffset: 1,
  lastOffset: 9,
  endOffset: 9,
  words: 0,
  isCut: false,
  ...more,
})

describe('records of editions', () => {
  it('are listed in the order in which they were made, and no number is given twice', () => {
    expect([listEditions(paths), nextEditionId(paths)]).toEqual([[], 1])
    for (const id of [2, 10, 1]) writeEdition(paths, edition(id))
    expect(listEditions(paths).map(({ id }) => id)).toEqual([1, 2, 10])
    rmSync(join(paths.root, 'editions', '10', 'edition.json'))
    expect(listEditions(paths).map(({ id }) => id)).toEqual([1, 2])
    expect(nextEditionId(paths)).toBe(11)
  })

  it('say what there is where another one is named, and what to do with one that is not finished', () => {
    writeEdition(paths, edition(3))
    expect(() => editionOf(paths, '4')).toThrow('there is no edition "4". Known: 3')
    expect(() => editionOf(paths, '../3')).toThrow('there is no edition')
    expect(() => finishedEdition(paths, '3')).toThrow("'tram5g reprocess --edition 3'")
  })

  it('keep a processor from figures that are half those of an edition', () => {
    writeEdition(paths, edition(1, { promoted: { at: 1, by: 'lan', why: 'x', changed: 3 } }))
    expect(() => refuseHalfPromoted(paths)).not.toThrow()
    writeEdition(paths, edition(2, { promoting: { at: 1, by: 'lan', why: 'x', changed: 0 } }))
    expect(() => refuseHalfPromoted(paths)).toThrow("'tram5g reprocess promote 2")
    // nor may another one take their place
    expect(() => refuseHalfPromoted(paths, 1)).toThrow("'tram5g reprocess promote 2")
    expect(() => refuseHalfPromoted(paths, 2)).not.toThrow()
  })

  it('stay while their promotion is not finished: without them nobody could finish it', () => {
    const said: string[] = []
    const config = { dataDir: directory, realm: 'sim-test', influxDatabase: 'tram5g' } as Config
    writeEdition(paths, edition(2, { promoting: { at: 1, by: 'lan', why: 'x', changed: 0 } }))
    expect(() => dropEdition(config, '2', (line) => said.push(line))).toThrow("'tram5g reprocess promote 2")
    expect(said).toEqual([])
    showEditions(config, false, (line) => said.push(line))
    expect(said[0]).toContain('half promoted')
  })
})

describe('a catalogue', () => {
  it('comes back as it was when it made figures, and not where it never did', () => {
    const older = { version: '1', kpis: PRESENT_CATALOGUE.kpis.slice(0, 2) }
    recordCatalogue(paths, older)
    recordCatalogue(paths)
    expect(recordedCatalogue(paths, '1')).toEqual(older)
    expect(recordedCatalogue(paths, PRESENT_CATALOGUE.version)).toEqual(JSON.parse(JSON.stringify(PRESENT_CATALOGUE)))
    expect(recordedCatalogue(paths, '0')).toBeUndefined()
  })
})

describe('the state of an edition in the place of the other', () => {
  const state = (name: string, content: string) => {
    mkdirSync(join(directory, name))
    writeFileSync(join(directory, name, 'data.mdb'), content)
    return join(directory, name)
  }

  it('is there whole, whatever a crash before has left', () => {
    const present = state('state', 'old')
    state('state.old', 'left over')
    const made = state('made', 'new')
    swapState(present, made)
    expect(readFileSync(join(present, 'data.mdb'), 'utf8')).toBe('new')
    expect([existsSync(made), existsSync(`${present}.old`)]).toEqual([false, false])
    // ended between the two: the present one was moved away already
    rmSync(present, { recursive: true })
    swapState(present, state('made', 'newer'))
    expect(readFileSync(join(present, 'data.mdb'), 'utf8')).toBe('newer')
    // ended behind it: nothing is left to be put in place, but what was replaced is there still
    state('state.old', 'left over')
    dropReplaced(present)
    expect([readFileSync(join(present, 'data.mdb'), 'utf8'), existsSync(`${present}.old`)]).toEqual(['newer', false])
  })
})
