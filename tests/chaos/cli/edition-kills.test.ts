import { cp } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { appendEntries } from '../../support/append-entries.ts'
import { ALL_SUCCEED, laterVersion } from '../../support/later-version.ts'
import { DAY_0, nineDays, REALM } from '../../support/nine-days.ts'
import { runKilled, stepsOf } from '../../support/run-killed.ts'
import { chosenSeed, seeded } from '../../support/seeded.ts'
import { Tram5gHome } from '../../support/tram5g-process.ts'
import { unlike } from '../../support/whole-store.ts'
import { leftIn, madeAs, newest, present, processed, seal } from './edition-home.ts'
import { LATE_WORDS } from './late-words.ts'

/** Editions made one after the other, and promotions of the last one, each from the same beginning; each is killed once or twice. */
const STORIES = Number(process.env.TRAM5G_CHAOS_EDITIONS ?? 1)
const SEED = chosenSeed('TRAM5G_CHAOS_SEED')
/** At the end of a promotion, when the figures are written and the state is not yet in its place. */
const STEPS_OF_SWAP = 12
const MAKE = ['reprocess', '--why', 'catalogue 99', '--by', 'lan']

/** What a processor says where a promotion was not finished. */
const HALF = { code: 2, err: expect.stringContaining('are half those of edition') }

const steps: (() => unknown)[] = []
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step()
})

const draw = seeded(SEED)
/** Places among so many steps, the first in their first half: it is reached, however the work falls into steps. */
const placesIn = (count: number): number[] => [draw() / 2, draw()].map((share) => 1 + Math.floor(share * count))

async function makeHome(): Promise<Tram5gHome> {
  const home = await Tram5gHome.make({ TRAM5G_REALM: REALM, TRAM5G_HTTP_PORT: '0' })
  steps.push(() => home.dispose())
  return home
}

async function copyOf(home: Tram5gHome): Promise<Tram5gHome> {
  const copy = await makeHome()
  await cp(home.path(REALM), copy.path(REALM), { recursive: true })
  return copy
}

function tell(what: string, killed: readonly string[]): void {
  process.stderr.write(`${what} was killed ${killed.length} times: ${killed.join('; ')}\n`)
  expect(killed).not.toEqual([])
}

test(`an edition killed while it is made, and while it is promoted, goes on where it was, seed ${SEED}`, async () => {
  const home = await makeHome()
  const main = await laterVersion(home.directory, '99', ALL_SUCCEED)
  await appendEntries(home, nineDays(25 / 24))
  await processed(home)
  const before = await seal(home)
  await appendEntries(home, LATE_WORDS)

  const later = home.of(main)
  const making = await stepsOf(later, MAKE)
  const made = await madeAs(home, 1)
  const killedMaking: string[] = []
  for (let story = 0; story < STORIES; story++) {
    const last = (await newest(home))?.id
    const command = async () => {
      const edition = await newest(home)
      if (edition === undefined || edition.id === last) return MAKE
      return edition.finishedAt === undefined ? ['reprocess', '--edition', String(edition.id)] : undefined
    }
    const look = async () => expect(await seal(home)).toBe(before)
    killedMaking.push(...(await runKilled(later, placesIn(making.length), command, look)))
    expect(unlike(await madeAs(home, (await newest(home))?.id), made)).toEqual([])
  }
  tell('making', killedMaking)

  const id = (await newest(home))?.id
  const promote = ['reprocess', 'promote', String(id), '--why', 'decided', '--by', 'nga']
  const undisturbed = await copyOf(home)
  const promoting = await stepsOf(undisturbed.of(main), promote)
  const after = await present(undisturbed)
  // of the first day, which alone is over: of the planned work the station as a whole tells too
  const changed = [...after.keys()].filter((key) => key.startsWith(`history 1d ${DAY_0} `))
  expect(changed.map((key) => key.split(' ').slice(3, 5).join('/')).sort()).toEqual([
    'HN-0001/',
    'HN-0001/1',
    'HN-0002/1',
  ])
  const killedPromoting: string[] = []
  let isRefused = false
  const anywhere = Array.from({ length: STORIES }, () => placesIn(promoting.length))
  for (const places of [...anywhere, [promoting.length - Math.floor(draw() * STEPS_OF_SWAP)]]) {
    const copy = await copyOf(home)
    const command = async () => ((await newest(copy))?.promoted === undefined ? promote : undefined)
    const look = async () => {
      const edition = await newest(copy)
      if (edition?.promoted !== undefined) return
      if (edition?.promoting === undefined) expect(await seal(copy)).toBe(before)
      else if (!isRefused) {
        expect(await copy.run(['process'])).toMatchObject(HALF)
        isRefused = true
      }
    }
    killedPromoting.push(...(await runKilled(copy.of(main), places, command, look)))
    expect(await newest(copy)).toMatchObject({ id, promoted: { by: 'nga', why: 'decided' } })
    expect(unlike(await present(copy), after)).toEqual([])
    expect(await leftIn(copy)).toEqual(await leftIn(undisturbed))
  }
  tell('promoting', killedPromoting)
}, 600_000)
