import type { FootprintResult } from './footprint.ts'
import type { IngestResult } from './ingest.ts'
import type { LatencyResult } from './latency.ts'
import type { ProcessorResult } from './processor.ts'
import type { ScaleResult } from './scale.ts'

export interface Machine {
  readonly at: string
  readonly node: string
  readonly cpu: string
  readonly cores: number
  readonly loadAverage: readonly number[]
  readonly loadAverageAfter?: readonly number[]
}

export interface BenchResult {
  readonly bench: 1
  readonly quick: boolean
  readonly machine: Machine
  readonly seconds: number
  readonly ingest?: IngestResult
  readonly processor?: ProcessorResult
  readonly latency?: LatencyResult
  readonly footprint?: FootprintResult
  readonly scale?: ScaleResult
  /** Parts that failed, and why. */
  readonly failed: Readonly<Record<string, string>>
}

type Line = readonly [what: string, value: string, note?: string]

const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits })
const mebibytes = (bytes: number | undefined): string =>
  bytes === undefined ? 'not known' : `${number(bytes / 1024 ** 2)} MiB`
const goal = (isMet: boolean, text: string): string => `${isMet ? 'goal met' : 'GOAL MISSED'}: ${text}`

/** A heading and its lines, in columns. */
function table(heading: string, lines: readonly Line[]): string {
  const width = Math.max(...lines.map(([what]) => what.length))
  const widest = Math.max(...lines.map(([, value]) => value.length))
  const text = lines.map(([what, value, note = '']) =>
    `  ${what.padEnd(width)}  ${value.padStart(widest)}  ${note}`.trimEnd(),
  )
  return `${heading}\n${text.join('\n')}\n`
}

export function machineText({ at, node, cpu, cores, loadAverage }: Machine): string {
  const load = loadAverage[0] ?? 0
  const busy =
    load > cores / 4
      ? '\n!! The machine is busy with other work. Rates and latencies are lower than it could do; ratios and CPU times suffer less.'
      : ''
  return `tram5g bench · ${at} · Node ${node} · ${cores} × ${cpu} · load average ${loadAverage.join(' ')}${busy}\n`
}

export function ingestText(r: IngestResult): string {
  if (r.skipped !== undefined || r.bare === undefined || r.durable === undefined)
    return `!! INGEST SKIPPED: ${r.skipped ?? 'nothing was measured'}\n`
  const ratio = r.rateRatio ?? 0
  return table(
    `Ingest: ${number(r.messages)} messages of ${r.payloadBytes} B through Mosquitto, medians of ${r.bare.messagesPerSecond.length} rounds`,
    [
      [
        'bare QoS 1 subscriber',
        `${number(r.bare.medianMessagesPerSecond)} msg/s`,
        `${number(r.bare.medianCpuUsPerMessage, 1)} µs CPU/msg, ${mebibytes(r.bare.peakRssBytes)}`,
      ],
      [
        'durable intake',
        `${number(r.durable.medianMessagesPerSecond)} msg/s`,
        `${number(r.durable.medianCpuUsPerMessage, 1)} µs CPU/msg, ${mebibytes(r.durable.peakRssBytes)}`,
      ],
      [
        'durable : bare',
        number(ratio, 2),
        `${goal(ratio >= 0.9, '≥ 0.90')}; CPU/msg ${number(r.cpuRatio ?? 0, 2)} : 1`,
      ],
    ],
  )
}

export function processorText(r: ProcessorResult): string {
  const run = (
    what: string,
    { messagesPerSecond, messagesPerCpuSecond, cpuUsPerMessage, peakRssBytes }: ProcessorResult['counting'],
  ): Line[] => [
    [what, `${number(messagesPerSecond)} msg/s`, `by the wall clock; ${mebibytes(peakRssBytes)}`],
    ['  per core', `${number(messagesPerCpuSecond)} msg/s`, `${number(cpuUsPerMessage, 1)} µs CPU/msg`],
  ]
  const stages = Object.entries(r.stages).map(([stage, us]): Line => [`  ${stage}`, `${number(us, 1)} µs`])
  return table(
    `Processor: ${number(r.messages)} entries, reports of ${r.cellsPerMessage} cells × ${r.measurementsPerCell} measurements, ${r.cells} cells`,
    [
      ...run('rows counted, no database', r.counting),
      ['  goal', '', goal(r.counting.messagesPerCpuSecond >= 8000, '≥ 8,000 msg/s per core')],
      ...stages,
      ...run('into DuckDB', r.duckdb),
    ],
  )
}

export function latencyText(r: LatencyResult): string {
  return table(`PUBLISH to figure visible in the API: ${r.published} reports at ${r.messagesPerSecond} a second`, [
    ['p50', `${number(r.p50Ms)} ms`, `± ${number(r.medianLookMs)} ms between two looks`],
    ['p99', `${number(r.p99Ms)} ms`, goal(r.p99Ms <= 1500 && r.notSeen === 0, '≤ 1,500 ms')],
    ['greatest', `${number(r.maxMs)} ms`],
    ...(r.notSeen === 0 ? [] : [['never seen', number(r.notSeen)] as const]),
    ['memory of the whole process', mebibytes(r.peakRssBytes)],
  ])
}

export function footprintText(r: FootprintResult): string {
  return table(
    `Footprint: what ${number(r.hours, 2)} h of reports of 10 s from ${r.cells} cells add to as much before`,
    [
      [
        'log per message',
        `${number(r.logBytesPerMessage)} B`,
        `of which payload ${number(r.payloadBytesPerMessage)} B`,
      ],
      ['DuckDB per cell and hour', `${number(r.duckdbBytesPerCellHour / 1024, 1)} KiB`],
      [
        'state per cell and hour',
        `${number(r.stateBytesPerCellHour / 1024, 1)} KiB`,
        `${number(r.stateBytesPerCell / 1024, 1)} KiB per cell in all`,
      ],
      ['memory', mebibytes(r.peakRssBytes)],
    ],
  )
}

export function scaleText({ growth, growthRatio, late }: ScaleResult): string {
  const fleets = growth.map(
    (r): Line => [
      `${number(r.cells)} cells`,
      `${number(r.cpuUsPerMessage, 1)} µs CPU/msg`,
      `from a backlog ${number(r.backlogCpuUsPerMessage, 1)}; state ${number(r.stateBytesPerCell / 1024, 1)} KiB/cell on disk, ${number(r.heapBytesPerCell / 1024, 1)} KiB/cell in memory, ${mebibytes(r.peakRssBytes)} in all`,
    ],
  )
  const levels = late.levels.map(
    ({ level, bytesPerCell, windows }): Line => [
      `  state of level ${level}`,
      `${number(bytesPerCell / 1024, 1)} KiB/cell`,
      `${number(windows)} windows`,
    ],
  )
  return table('Scale: reports from fleets of different size as they come, no database', [
    ...fleets,
    ['  largest : smallest', number(growthRatio, 2), 'flat is 1'],
    [
      `${number(late.hours)} h late`,
      `${number(late.cpuUsPerMessage, 1)} µs CPU/msg`,
      `${number(late.ratio, 2)} of as many on time (${number(late.onTimeCpuUsPerMessage, 1)} µs); both with the start of the processor in them`,
    ],
    ...levels,
  ])
}

/** One line for programs; numbers to four significant digits. */
export function jsonLine(result: BenchResult): string {
  return JSON.stringify(result, (_key, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value,
  )
}
