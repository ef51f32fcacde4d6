import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const ROOMS = ['contract', 'log', 'store', 'collector', 'processor', 'simulators'] as const
type Room = (typeof ROOMS)[number]

/** What each room may see beside itself. */
const MAY: Readonly<Record<Room, readonly Room[]>> = {
  contract: [],
  log: ['contract'],
  store: ['contract'],
  collector: ['contract', 'log'],
  processor: ['contract', 'log', 'store'],
  simulators: ['contract'],
}

let house: string

/** The house as it stands, with rooms of one file each: the build files are the real ones. */
beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'tram5g-house-'))
  cpSync(join(ROOT, 'tsconfig.base.json'), join(house, 'tsconfig.base.json'))
  symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'))
  writeFileSync(join(house, 'package.json'), '{"type":"module"}')
  for (const room of ROOMS) {
    mkdirSync(join(house, room))
    cpSync(join(ROOT, room, 'tsconfig.json'), join(house, room, 'tsconfig.json'))
    writeFileSync(join(house, room, 'mod.ts'), `export const ${room} = '${room}'\n`)
  }
})
afterAll(() => rmSync(house, { recursive: true, force: true }))

function build(room: Room, imported: Room): { status: number | null; output: string } {
  const path = join(house, room, 'visitor.ts')
  writeFileSync(path, `import { ${imported} } from '../${imported}/mod.ts'\n\nexport const seen = ${imported}\n`)
  const tsc = join(ROOT, 'node_modules', '.bin', 'tsc')
  const { status, stdout, stderr } = spawnSync(tsc, ['-b', room], { cwd: house, encoding: 'utf8' })
  rmSync(path)
  return { status, output: `${stdout}${stderr}` }
}

const pairs = ROOMS.flatMap((room) => ROOMS.filter((other) => other !== room).map((other) => [room, other] as const))

describe('the build', () => {
  test.each(pairs.filter(([room, other]) => !MAY[room].includes(other)))(
    'fails where %s imports %s, and says that the file is not of the project',
    (room, other) => {
      const { status, output } = build(room, other)
      expect(output).toMatch(/error TS(6059|6307)/)
      expect(output).toContain(`${other}/mod.ts`)
      expect(status).not.toBe(0)
    },
  )

  test.each(pairs.filter(([room, other]) => MAY[room].includes(other)))('passes where %s imports %s', (room, other) => {
    expect(build(room, other)).toMatchObject({ status: 0 })
  })
})

describe('the tree', () => {
  const files = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))

  test.each([...ROOMS, 'dashboards', 'cli'])('%s enters other rooms by their mod.ts alone', (room) => {
    const deep = files(room).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/from '((?:\.\.\/)+)([a-z-]+)\/([^']+)'/g)]
        .filter(
          ([, , other = '', rest]) =>
            [...ROOMS, 'dashboards', 'cli'].some((r) => r === other && r !== room) && rest !== 'mod.ts',
        )
        .map(([statement]) => `${file}: ${statement}`),
    )
    expect(deep).toEqual([])
  })
})
