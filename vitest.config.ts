import { defineConfig } from 'vitest/config'
import { LongestFirst } from './tests/support/longest-first.ts'
import { limitMs } from './tests/support/often.ts'

/** Each level of tests is a project of its own: `npx vitest run --project unit`. */
const project = (name: string, timeoutMs: number, isolate: boolean) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    globalSetup: ['tests/support/global-setup.ts', ...(name === 'e2e' ? ['tests/support/bundle-page.ts'] : [])],
    // loading the rooms anew for each file costs more than most files' tests; pure code leaves nothing behind
    isolate,
    sequence: { shuffle: { files: false, tests: true } },
  },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', 30_000, false),
      project('property', limitMs(60_000), false),
      project('conformance', 60_000, false),
      project('golden', 30_000, false),
      project('integration', 120_000, false),
      project('e2e', 180_000, true),
      project('chaos', 600_000, true),
    ],
    // many tests wait for processes they have started: a third worker uses two cores better
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
})
