import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readRegistry } from '../../../cli/registry/read-registry.ts'
import { registryTemplate } from '../../../cli/registry/write-csv.ts'

const directory = mkdtempSync(join(tmpdir(), 'tram5g-registry-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function read(name: string, content: string | Uint8Array) {
  const path = join(directory, name)
  writeFileSync(path, content)
  return readRegistry(path)
}

function problemsOf(name: string, content: string | Uint8Array): readonly string[] {
  try {
    const checked = read(name, content)
    return checked.ok ? [] : checked.problems
  } catch (error) {
    return [(error as Error).message]
  }
}

const HEAD = 'station,from,operator,province,zone,zoneType,phase,vendor'
const A1 = 'A-1,2026-10-01,a,HN,z,research,1,x'

describe('a wrong file: every problem names row, column, what came and what is allowed', () => {
  const wrong = [
    {
      name: 'zone-type.csv',
      text: `${HEAD}\nA-1,2026-10-01,a,HN,z,airport,1,x\n`,
      says: [
        'row 2, column zoneType: expected one of it-park, industrial-park, research, university, city-centre; got "airport"',
      ],
    },
    {
      name: 'date.csv',
      text: `${HEAD}\n${A1}\nA-2,soon,a,HN,z,research,1,x\n`,
      says: [/^row 3, column from: expected a date such as 2026-10-01 .*; got "soon"$/],
    },
    {
      name: 'no-such-day.csv',
      text: `${HEAD}\nA-1,2026-02-30,a,HN,z,research,1,x\nA-2,01/10/2026,a,HN,z,research,1,x\nA-3,2206-10-01,a,HN,z,research,1,x\n`,
      says: [
        /^row 2, column from: .*got "2026-02-30"$/,
        /^row 3, column from: .*"01\/10\/2026"$/,
        /^row 4.*"2206-10-01"$/,
      ],
    },
    {
      name: 'space.csv',
      text: `${HEAD}\nA-1,2026-10-01,a,HN,Hoa Lac,research,1,x\n`,
      says: [/^row 2, column zone: expected 1 to 64 characters without space.*; got "Hoa Lac"$/],
    },
    {
      name: 'twice.csv',
      text: `${HEAD}\n${A1}\n\n# a remark\n${A1}\n`,
      says: ['row 5, column from: expected another date than in row 2, which is of A-1 too'],
    },
    {
      name: 'nothing-there.csv',
      text: `${HEAD}\n,2026-10-01,,HN,z,research,1,x\n`,
      says: [
        'row 2, column station: expected 1 to 64 of A-Z a-z 0-9 _ -; got nothing',
        /^row 2, column operator: expected .*; got nothing$/,
      ],
    },
    {
      name: 'header.csv',
      text: `${HEAD.replace(',vendor', '')},colour,zone\n${A1},y\n`,
      says: [
        /^row 1, column "colour": expected one of station, from, type/,
        'row 1, column zone: expected every column once',
        'row 1: columns that are missing: vendor',
      ],
    },
    {
      name: 'ragged.csv',
      text: `${HEAD}\nA-1,2026-10-01\n${A1}\n${A1},more\n`,
      says: [
        'row 2: expected 8 cells, as in the header, with commas between them; got 2',
        'row 4: expected 8 cells, as in the header, with commas between them; got 9',
      ],
    },
    {
      name: 'lines-in-a-cell.csv',
      text: `${HEAD},contact\n"A-1",2026-10-01,a,HN,z,research,1,x,"one\ntwo\nthree"\nA-2,2026-10-01,a,HN,z,airport,1,x,\n`,
      says: [
        /^row 2, column contact: expected text of 1 to 200 characters on one line; got/,
        /^row 5, column zoneType/,
      ],
    },
    {
      name: 'numbers.csv',
      text: `${HEAD},lat,lon,licenceSiteCap,vpostcode\n${A1},"21,01",105.5,2.5,123\n`,
      says: [
        'row 2, column licenceSiteCap: expected a whole number from 1 to 1000000; got "2.5"',
        'row 2, column lat: expected a number from -90 to 90, with a decimal point; got "21,01"',
        'row 2, column vpostcode: expected 12 letters or digits; got "123"',
      ],
    },
    {
      name: 'together.csv',
      text: `${HEAD},lat,inServiceFrom,inServiceTo,phaseFrom,phaseTo\n${A1},21.01,2026-10-02,2026-10-01,2026-10-01,2026-10-01\n`,
      says: [
        'row 2, column lon: expected a longitude beside lat; got nothing',
        'row 2, column phaseTo: expected an instant after phaseFrom',
        'row 2, column inServiceTo: expected an instant after inServiceFrom',
      ],
    },
    {
      name: 'rows.json',
      text: `[\n  {"station": "A-1", "from": "2026-10-01", "operator": "a", "province": "HN",\n   "zone": "z", "zoneType": "research", "phase": "1", "vendor": "x, y"},\n  7,\n  {"station": "A,[2\\"", "colour": "red"}\n]`,
      says: [
        'row 4: expected an object with the columns of a station; got "7"',
        /^row 2, column vendor: .*got "x, y"$/,
        /^row 5, column colour: expected one of station/,
        /^row 5, column station: .*got "A,\[2\\""$/,
      ],
    },
    {
      name: 'object.json',
      text: '{"station":"A-1"}',
      says: [/object\.json is not a JSON list: expected a list.*got object/],
    },
    { name: 'broken.json', text: '[{', says: [/broken\.json is not a JSON list/] },
    { name: 'quote.csv', text: `${HEAD}\n"A-1,2026-10-01,a\n`, says: [/quote\.csv is not CSV:.*line 2/i] },
    { name: 'empty.csv', text: '', says: [/row 1: expected a header line/] },
    { name: 'header-alone.csv', text: `${HEAD}\n`, says: [/expected at least one station; got none/] },
  ]
  test.each(wrong)('$name', ({ name, text, says }) => {
    const problems = problemsOf(name, text)
    for (const text of says)
      expect(problems).toContainEqual(typeof text === 'string' ? text : expect.stringMatching(text))
  })

  test('in another encoding is told how to save it', () => {
    const windows1258 = Buffer.from([...Buffer.from(`${HEAD},contact\n${A1},Tr`), 0xf0, 0xc2, 0x0a])
    expect(problemsOf('encoding.csv', windows1258)).toEqual([
      expect.stringMatching(/is not UTF-8: save it as "CSV UTF-8"/),
    ])
  })

  test('all problems at once, whatever their number', () => {
    const rows = Array.from({ length: 500 }, (_, i) => `A-${i},2026-10-01,a,HN,z,airport,1,x`)
    expect(problemsOf('many.csv', [HEAD, ...rows].join('\n'))).toHaveLength(500)
  })
})

describe('a good file', () => {
  test('CSV and JSON say the same; dates without zone are those of Việt Nam', () => {
    const csv = read(
      'same.csv',
      `\uFEFF${HEAD},cells,lat,lon\r\n\r\nHN-0001,2026-10-01,a,HN,z,it-park,2,x,1;2,21.01,105.5\r\n`,
    )
    const line = { station: 'HN-0001', operator: 'a', province: 'HN', zone: 'z', zoneType: 'it-park', phase: '2' }
    const full = {
      ...line,
      from: '2026-09-30T17:00Z',
      vendor: 'x',
      cells: ['1', '2'],
      lat: 21.01,
      lon: 105.5,
      site: null,
    }
    const json = read('same.json', `\uFEFF${JSON.stringify([full])}`)
    expect(csv).toEqual(json)
    expect(csv).toMatchObject({ ok: true, lines: [{ from: Date.UTC(2026, 8, 30, 17), type: 'station' }] })
  })

  test.each([
    ['2026-10-01', Date.UTC(2026, 8, 30, 17)],
    ['2026-10-01T08:30', Date.UTC(2026, 9, 1, 1, 30)],
    ['2026-10-01 08:30:15', Date.UTC(2026, 9, 1, 1, 30, 15)],
    ['2026-10-01T08:30:15.250Z', Date.UTC(2026, 9, 1, 8, 30, 15, 250)],
    ['2026-10-01T08:30+09:00', Date.UTC(2026, 8, 30, 23, 30)],
    ['1790787600000', 1_790_787_600_000],
  ])('takes %s', (from, ms) => {
    expect(read('instant.csv', `${HEAD}\n${A1.replace('2026-10-01', from)}\n`)).toMatchObject({ lines: [{ from: ms }] })
  })

  test.each([';', '\t'])('with %j between the cells, as spreadsheets of other customs write it', (separator) => {
    const head = `${HEAD},cells`.replaceAll(',', separator)
    const text = `${head}\n${`${A1},"1${separator}2 3"`.replaceAll(',', separator)}\n${separator.repeat(8)}\n`
    expect(read('separator.csv', text)).toMatchObject({ ok: true, lines: [{ station: 'A-1', cells: ['1', '2', '3'] }] })
  })

  test('a change of zone and phase is a later line of the same station', () => {
    const text = `${HEAD}\n${A1}\nA-1,2027-01-01,a,HN,z-2,university,2,x\n`
    expect(read('later.csv', text)).toMatchObject({ lines: [{ zone: 'z' }, { zone: 'z-2', phase: '2' }] })
  })

  test('the template imports as soon as its remarks are lines', () => {
    const rows = registryTemplate().trimEnd().split('\r\n')
    expect(rows).toHaveLength(3)
    expect(problemsOf('template.csv', registryTemplate())).toEqual([expect.stringMatching(/at least one station/)])
    const checked = read('filled.csv', rows.map((row) => row.replace(/^# /, '')).join('\r\n'))
    expect(checked).toMatchObject({ ok: true, lines: [{ station: 'HN-0001' }, { station: 'HN-0002' }] })
  })
})
