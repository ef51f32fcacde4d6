import { z } from 'zod'
import { LEVELS } from '../../../contract/mod.ts'
import { kpiPointSchema } from './answers.ts'

const instant = z.number().int().describe('[epoch ms]')
const count = z.number().int().nonnegative()
const level = z.enum(LEVELS)
const text = z.object({ vi: z.string(), en: z.string() })
const facts = z.record(z.string(), z.union([z.string(), z.number()]))
const parts = z.record(z.string(), z.number())
const figure = kpiPointSchema.omit({ t: true, status: true, rev: true })

const use = z
  .enum(['counts', 'lost', 'missing-counters', 'impossible', 'clock', 'running-total', 'fell', 'other-level', 'gone'])
  .describe(
    'counts; lost: another report stands for its time; missing-counters; impossible: held back; clock: the station’s was off; running-total: nothing was told before from which it could be counted; fell: a running total cannot have gone so, and adds nothing; other-level: counts from a coarser level on; gone: neither log nor state has it any more.',
  )

const stageSchema = z.object({
  stage: z.string().describe("'' for the only one."),
  use,
  from: instant.describe('Of running totals: since the point before.'),
  to: instant,
  suspect: z.boolean(),
  variant: z.string().describe("Way in which its parts were taken, where not the first; ''."),
  missing: z.array(z.string()).describe('Counters of the first way that the report does not have.'),
  rule: z.enum(['rev', 'boot', 'seq', 'src', 'coarser', 'overlap', 'bridge']).nullable().describe('By which it lost.'),
  clause: z.string(),
  lostTo: z.number().nullable().describe('Offset of the report that stands instead.'),
  lostAt: level.nullable(),
  parts: parts.describe('What it adds; where several reports make it together it is told of the best of them.'),
  together: z
    .array(z.number())
    .describe('Offsets of the other reports of its period whose counters it is made of too.'),
})

const integer = z.string().describe('A decimal integer of any size.')

const differenceSchema = z.object({
  name: z.string(),
  unit: z.string(),
  kind: z
    .enum(['step', 'bridge', 'boot-start', 'wrap', 'fell', 'first'])
    .describe('bridge: over lost reports; boot-start: from 0 when the boot began; first: nothing was told before.'),
  before: z
    .object({ at: instant, value: integer, offset: z.number().nullable() })
    .nullable()
    .describe('The point before it of the same boot.'),
  value: integer,
  wrapsAt: integer.nullable().describe('Where it begins again at 0, as the report declares.'),
  adds: z.number().nullable(),
})

const reportSchema = z.object({
  offset: count.describe('Where the message log has it.'),
  inLog: z.boolean().describe('false: retention has removed it.'),
  receivedAt: instant.nullable(),
  boot: z.string(),
  src: z.string(),
  seq: z.number().nullable(),
  rev: z.number().nullable(),
  from: instant,
  to: instant,
  gpS: z.number(),
  level,
  delayMs: z.number().nullable().describe('From the end of its period to its receipt.'),
  clockOffsetMs: z
    .number()
    .nullable()
    .describe(
      'receivedAt − t of the last heartbeat before it with nothing queued: how far the clock of the station was off.',
    ),
  use,
  stages: z.array(stageSchema),
  counters: z.array(z.object({ name: z.string(), value: z.number(), unit: z.string() })),
  differences: z.array(differenceSchema).describe('What running totals add: the difference of two points of a boot.'),
  refused: z.array(z.object({ measurement: z.string(), reason: z.string(), value: z.number() })),
})

const gapSchema = z.object({
  stage: z.string(),
  from: instant,
  to: instant,
  reason: z.enum([
    'down',
    'planned',
    'energy-saving',
    'silent',
    'collector',
    'missing-counters',
    'impossible',
    'clock',
    'replaced',
    'first-total',
    'fell',
    'not-yet',
    'no-report',
  ]),
  due: z.boolean().describe('false: nothing was due, so that it does not lower the coverage.'),
  missing: z.array(z.string()),
})

const intervalSchema = z.object({
  from: instant,
  to: instant,
  time: z.enum(['up', 'down', 'planned', 'es', 'unknown', 'out']),
  finding: z.string().describe('What the evidence says, before planned work.'),
  overrun: z.boolean(),
  external: z.boolean(),
  degraded: z.boolean(),
  because: z.array(
    z.object({
      kind: z.enum([
        'state',
        'report',
        'restart',
        'silence',
        'own-side',
        'maintenance',
        'declared',
        'alarm',
        'states-apart',
        'seq-missing',
        'nothing',
        'not-in-service',
        'cells',
      ]),
      from: instant.nullable(),
      to: instant.nullable(),
      offset: z.number().nullable(),
      facts,
    }),
  ),
})

/** What `/explain` answers: the contract's `Explanation`. */
export const explainAnswerSchema = z.object({
  realm: z.string(),
  catalogue: z.string(),
  kpi: z.object({
    id: z.string(),
    version: count,
    unit: z.string(),
    title: text,
    description: text,
    source: z.string(),
  }),
  object: z.object({
    kind: z.enum(['cell', 'station', 'group']),
    station: z.string(),
    cell: z.string(),
    where: z.record(z.string(), z.array(z.string())),
    tags: z.record(z.string(), z.string()),
    nrb: z.number().nullable(),
  }),
  window: z.object({
    level: z.enum([...LEVELS, 'all']),
    from: instant,
    to: instant,
    status: z.enum(['open', 'provisional', 'final']),
    rev: count,
    realmClock: instant.nullable(),
  }),
  figure,
  formula: text.describe('With the names of the parts.'),
  calculation: text.nullable().describe('With the numbers put in: `98 / 100 · 100 = 98 %`.'),
  parts: z.array(
    z.object({
      field: z.string(),
      unit: z.string(),
      value: z.number().nullable().describe('As the store has it.'),
      again: z.number().nullable().describe('Made again from messages, evidence or members; null: not made again.'),
    }),
  ),
  check: z.enum(['agrees', 'on-the-way', 'differs', 'not-checked']),
  reports: z
    .object({
      counts: z.partialRecord(use, count),
      list: z.array(reportSchema),
      notListed: count,
      gaps: z.array(gapSchema),
      log: z.object({ oldest: count, newest: count }).nullable(),
      clockOffsetMs: z.number().nullable(),
    })
    .nullable(),
  timeline: z
    .object({
      intervals: z.array(intervalSchema),
      notListed: count,
      counters: z.array(
        z.object({
          offset: count,
          from: instant,
          to: instant,
          total: z.number(),
          fault: z.number(),
          transport: z.number(),
          manual: z.number(),
          energySaving: z.number(),
        }),
      ),
      outages: z.array(
        z.object({
          from: instant,
          to: instant,
          open: z.boolean(),
          cause: z.string(),
          attribution: z.string(),
          counts: z.boolean(),
        }),
      ),
      cells: z.array(z.object({ cell: z.string(), intervals: z.array(intervalSchema) })),
    })
    .nullable(),
  members: z
    .object({
      total: count,
      valued: count,
      foreign: count.describe('In the group, and left out: the KPI has no meaning for their mode.'),
      list: z.array(
        z.object({
          station: z.string(),
          cell: z.string(),
          member: z.string().describe("PLMN, slice or 5QI, where it is asked by one; ''."),
          figure,
          weight: z.number(),
          share: z.number().nullable(),
          without: z.number().nullable().describe('The figure of the group without it.'),
        }),
      ),
      notListed: count,
    })
    .nullable(),
  windows: z
    .object({
      total: count,
      valued: count,
      list: z.array(
        z.object({
          level,
          from: instant,
          to: instant,
          status: z.enum(['open', 'provisional', 'final']),
          figure,
          weight: z.number(),
          share: z.number().nullable(),
          without: z.number().nullable().describe('The figure of the whole time without it.'),
        }),
      ),
      notListed: count,
      empty: z
        .array(z.object({ from: instant, to: instant, na: figure.shape.na.unwrap() }))
        .describe('Stretches without a value.'),
    })
    .nullable()
    .describe('Of `all`: the windows that it is made of.'),
  samples: z
    .object({
      list: z.array(
        z.object({
          offset: count,
          at: instant,
          ue: z.string(),
          test: z.string(),
          result: z.string(),
          notCounted: z.string().nullable(),
          parts,
        }),
      ),
      notListed: count,
    })
    .nullable(),
  registry: z.array(z.object({ from: instant, by: z.string(), why: z.string(), at: instant, facts })).nullable(),
  hours: z.array(z.object({ t: instant, hour: count, value: z.number().nullable(), busiest: z.boolean() })).nullable(),
  corrections: z.array(
    z.object({
      rev: count,
      changedAt: instant,
      reason: z.string(),
      offset: z.number(),
      changes: z.record(z.string(), z.tuple([z.number(), z.number()])),
    }),
  ),
  remarks: z.array(
    z.object({
      code: z.enum([
        'index-expired',
        'gone-from-log',
        'too-many-messages',
        'refused',
        'missing-seqs',
        'evidence-expired',
        'late',
        'final',
        'no-lineage',
      ]),
      facts,
    }),
  ),
})
