import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readRegistry } from '../../../cli/registry/read-registry.ts'

const directory = mkdtempSync(join(tmpdir(), 'tram5g-registry-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function read(name: string, text: string) {
  const path = join(directory, name)
  writeFileSync(path, text)
  return readRegistry(path)
}

const HEAD = 'station,from,operator,province,zone,zoneType,phase,vendor'
const bad = [
  {
    name: 'zone-type.csv',
    text: `${HEAD}\nA-1,2026-10-01,a,HN,z,airport,1,x\n`,
    says: ['row 2', 'zoneType', '"airport"', 'it-park'],
  },
  {
    name: 'date.csv',
    text: `${HEAD}\nA-1,2026-10-01,a,HN,z,research,1,x\nA-2,soon,a,HN,z,research,1,x\n`,
    says: ['row 3', 'from', '"soon"', '2026-10-01'],
  },
  { name: 'column.csv', text: `${HEAD},colour\nA-1,2026-10-01,a,HN,z,research,1,x,red\n`, says: ['row 2', 'colour'] },
  {
    name: 'space.csv',
    text: `${HEAD}\nA-1,2026-10-01,a,HN,Hoa Lac,research,1,x\n`,
    says: ['row 2', 'zone', '"Hoa Lac"', 'without space'],
  },
  {
    name: 'twice.csv',
    text: `${HEAD}\nA-1,2026-10-01,a,HN,z,research,1,x\nA-1,2026-10-01,a,HN,z,research,1,x\n`,
    says: ['row 3', 'row 2'],
  },
  { name: 'missing.json', text: '[{"station":"A-1","from":"2026-10-01"}]', says: ['row 1', 'operator'] },
  { name: 'object.json', text: '{"station":"A-1"}', says: ['object.json', 'list'] },
  { name: 'broken.json', text: '[{', says: ['broken.json', 'not JSON'] },
  { name: 'ragged.csv', text: `${HEAD}\nA-1,2026-10-01\n`, says: ['ragged.csv', 'line 2'] },
]

test.each(bad)('$name: nothing is taken, and every word a person needs is said', ({ name, text, says }) => {
  let said: string
  try {
    const parsed = read(name, text)
    said = parsed.ok ? '' : parsed.problems.join('\n')
  } catch (error) {
    said = (error as Error).message
  }
  for (const word of says) expect(said).toContain(word)
})

test('CSV and JSON say the same; dates without zone are those of Việt Nam', () => {
  const csv = read('same.csv', `\uFEFF${HEAD},cells,lat\n\nHN-0001,2026-10-01,a,HN,z,it-park,2,x,1;2,21.01\n`)
  const line = { station: 'HN-0001', operator: 'a', province: 'HN', zone: 'z', zoneType: 'it-park', phase: '2' }
  const full = { ...line, from: '2026-09-30T17:00Z', vendor: 'x', cells: ['1', '2'], lat: 21.01 }
  const json = read('same.json', JSON.stringify([full]))
  expect(csv).toEqual(json)
  expect(csv).toMatchObject({ ok: true, lines: [{ from: Date.UTC(2026, 8, 30, 17), type: 'station' }] })
})
