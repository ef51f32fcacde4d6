import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimIdentity, existingIdentity } from '../../../log/lmdb/manifest.ts'

let directory = ''
const wanted = { realm: 'sim-a', partitions: 1, createdAt: 5 }

beforeEach(async () => {
  directory = await mkdtemp(`${tmpdir()}/tram5g-log-`)
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe('log manifest', () => {
  it('is made once, however many claim it at once, and leaves nothing beside it', async () => {
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimIdentity(directory, wanted)))
    expect(new Set(claims.map(({ logId }) => logId)).size).toBe(1)
    expect(await readdir(directory)).toEqual(['log.json'])
    expect(JSON.parse(await readFile(`${directory}/log.json`, 'utf8'))).toEqual({
      format: 1,
      logId: claims[0]?.logId,
      realm: 'sim-a',
      partitions: 1,
      createdAt: 5,
    })
    expect(await existingIdentity(directory, undefined)).toEqual(claims[0])
  })

  it('refuses another realm or partition count and says what to do', async () => {
    await claimIdentity(directory, wanted)
    await expect(claimIdentity(directory, { ...wanted, realm: 'live' })).rejects.toThrow(
      /belongs to realm 'sim-a', not to 'live': set TRAM5G_REALM=sim-a/,
    )
    await expect(claimIdentity(directory, { ...wanted, partitions: 4 })).rejects.toThrow(/has 1 partition.*4 asked for/)
    await expect(existingIdentity(directory, 'live')).rejects.toThrow(/'sim-a'/)
  })

  it.each([
    ['no JSON', '{', /is not JSON/],
    ['another format', '{"format":2}', /has format 2, expected 1/],
    ['a missing field', '{"format":1,"logId":"x"}', /must have logId and realm/],
    ['null', 'null', /has format undefined/],
  ])('refuses a file with %s', async (_, text, message) => {
    await writeFile(`${directory}/log.json`, text)
    await expect(claimIdentity(directory, wanted)).rejects.toThrow(message)
  })
})
