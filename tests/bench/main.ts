import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { askOnce } from './child.ts'
import type { FootprintOrder, FootprintResult } from './footprint.ts'
import type { IngestOrder, IngestResult } from './ingest.ts'
import type { LatencyOrder, LatencyResult } from './latency.ts'
import { loadAverage } from './measure.ts'
import type { ProcessorOrder, ProcessorResult } from './processor.ts'
import {
  type BenchResult,
  footprintText,
  ingestText,
  jsonLine,
  latencyText,
  type Machine,
  machineText,
  processorText,
  scaleText,
} from './report.ts'
import type { ScaleOrder, ScaleResult } from './scale.ts'

interface Sizes {
  readonly ingest: IngestOrder
  readonly processor: ProcessorOrder
  readonly latency: LatencyOrder
  readonly footprint: FootprintOrder
  readonly scale: ScaleOrder
}

/** About three minutes on two free cores. */
const FULL: Sizes = {
  ingest: { messages: 150_000, maxRounds: 7, budgetMs: 50_000 },
  processor: { stations: 100, periods: 400, maxRounds: 3, budgetMs: 80_000 },
  latency: { messagesPerSecond: 20, seconds: 20 },
  footprint: { stations: 40, periods: 180 },
  scale: { cells: [100, 1_000, 10_000, 30_000], messages: 20_000, lateHours: 48 },
}

/** Less than a minute. */
const QUICK: Sizes = {
  ingest: { messages: 40_000, maxRounds: 3, budgetMs: 8_000 },
  processor: { stations: 100, periods: 100, maxRounds: 1, budgetMs: 10_000 },
  latency: { messagesPerSecond: 20, seconds: 10 },
  footprint: { stations: 40, periods: 45 },
  scale: { cells: [100, 3_000], messages: 5_000, lateHours: 6 },
}

const PARTS = ['ingest', 'processor', 'latency', 'footprint', 'scale'] as const
/** Of one part: it tells a hang, not a speed. A machine that is busy with other work may need ten times as long. */
const DEADLINE_MS = 900_000

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const wanted = PARTS.filter((part) => positionals.length === 0 || positionals.includes(part))
const unknown = positionals.filter((name) => !(PARTS as readonly string[]).includes(name))
if (values.help || unknown.length > 0) {
  if (unknown.length > 0) console.error(`no such part: ${unknown.join(', ')}`)
  console.log(
    `npm run bench -- [--quick] [${PARTS.join('] [')}]\nWithout a part: all of them. See tests/bench/README.md.`,
  )
  process.exit(unknown.length > 0 ? 2 : 0)
}

const sizes = values.quick ? QUICK : FULL
const startedMs = performance.now()
const machine: Machine = {
  at: new Date().toISOString(),
  node: process.versions.node,
  cpu: cpus()[0]?.model.trim() ?? 'unknown',
  cores: cpus().length,
  loadAverage: loadAverage(),
}
console.log(machineText(machine))

const failed: Record<string, string> = {}

/** Runs a part in a process of its own and says what came out; one that fails does not keep the others from running. */
async function run<T>(part: (typeof PARTS)[number], tell: (result: T) => string): Promise<Partial<Record<string, T>>> {
  if (!wanted.includes(part)) return {}
  try {
    const result = await askOnce<T>(part, sizes[part], DEADLINE_MS)
    console.log(tell(result))
    return { [part]: result }
  } catch (error) {
    failed[part] = error instanceof Error ? error.message : String(error)
    console.log(`!! ${part.toUpperCase()} FAILED: ${failed[part]}\n`)
    return {}
  }
}

const parts = {
  ...(await run<IngestResult>('ingest', ingestText)),
  ...(await run<ProcessorResult>('processor', processorText)),
  ...(await run<LatencyResult>('latency', latencyText)),
  ...(await run<FootprintResult>('footprint', footprintText)),
  ...(await run<ScaleResult>('scale', scaleText)),
}

const result = {
  bench: 1,
  quick: values.quick,
  machine: { ...machine, loadAverageAfter: loadAverage() },
  seconds: Math.round((performance.now() - startedMs) / 1000),
  ...parts,
  failed,
} satisfies BenchResult
console.log(jsonLine(result))
process.exitCode = Object.keys(failed).length > 0 ? 1 : 0
