import { defineConfig } from 'vitest/config'

/** Each level of tests is a project of its own: `npx vitest run --project unit`. */
const project = (name: string, timeoutMs: number) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    globalSetup: ['tests/support/global-setup.ts'],
    sequence: { shuffle: true },
  },
})

export default defineConfig({
  test: {
    projects: [
      project('unit', 10_000),
      project('property', 60_000),
      project('conformance', 60_000),
      project('golden', 30_000),
      project('integration', 120_000),
      project('e2e', 180_000),
      project('chaos', 600_000),
    ],
    maxWorkers: 2,
  },
})
