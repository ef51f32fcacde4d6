import { z } from 'zod'
import { type Formula, KPIS, LEVELS } from '../../../contract/mod.ts'
import { ATTRIBUTIONS, EVENT_TYPES } from '../../../store/mod.ts'

/** Wire forms of the answers, in one place: the OpenAPI document is made from them, and tests hold the answers to them. */
const instant = z.number().int().describe('[epoch ms]')
const count = z.number().int().nonnegative()
const level = z.enum(LEVELS)
const parts = z.record(z.string(), z.number())

export const kpiPointSchema = z.object({
  t: z.number().int().describe('Start of the window, or `from` for level=all [epoch ms].'),
  value: z
    .number()
    .nullable()
    .describe('In the unit of the KPI; null with the reason in `na`, never 0 for want of data.'),
  lo: z.number().nullable().describe('Lower bound; null: cannot be bounded.'),
  hi: z.number().nullable().describe('Upper bound; null: cannot be bounded.'),
  boundKind: z.enum(['exact', 'estimate', 'none']),
  n: z.number().nullable().describe('The denominator, or samples; for a sum the seconds observed.'),
  coverage: z.number().min(0).max(1).nullable().describe('Seconds observed over seconds expected [0..1].'),
  suspectShare: z.number().nullable().describe('Share of the observed seconds that is suspect [0..1].'),
  status: z.enum(['open', 'provisional', 'final']),
  rev: count.describe('0 while open; raised by each change of a provisional row.'),
  na: z
    .enum(['zero-denominator', 'never-reported', 'silent', 'nsa', 'guard', 'outside-retention'])
    .optional()
    .describe('Why there is no value.'),
  partial: z.array(z.string()).optional().describe('Stages without data: the figure is made without them.'),
  variants: z.array(z.string()).optional().describe('Other ways in which part of it was counted: see the catalogue.'),
  binWidth: z
    .number()
    .nullable()
    .optional()
    .describe('Of a percentile: it is off by less than this; null: at least the value.'),
  hour: z.number().int().min(0).max(23).optional().describe('Hour of the clock in Vietnam of a busy hour.'),
})

export const kpiAnswerSchema = z.object({
  realm: z.string(),
  catalogue: z.string(),
  level: z.enum([...LEVELS, 'all']),
  results: z.array(
    z.object({
      kpi: z.string(),
      unit: z.string(),
      series: z.array(z.object({ by: z.record(z.string(), z.string()), points: z.array(kpiPointSchema) })),
    }),
  ),
})

export const ledgerAnswerSchema = z.object({
  stations: z.array(
    z.object({
      station: z.string(),
      since: instant,
      received: count,
      accepted: count,
      duplicate: count,
      conflict: count,
      unreadable: count,
      rejected: z.record(z.string(), count),
      rejectedWithSeq: count,
      published: count,
      missing: count,
      openEnd: z.boolean(),
      late: count,
    }),
  ),
})

export const stationsAnswerSchema = z.object({
  realm: z.string(),
  stations: z.array(
    z.object({
      station: z.string(),
      type: z.enum(['station', 'probe', 'gateway']),
      operator: z.string(),
      operatorName: z.string(),
      province: z.string(),
      zone: z.string(),
      zoneName: z.string(),
      zoneType: z.string(),
      vendor: z.string(),
      vendorName: z.string(),
      phase: z.string(),
      software: z.string(),
      site: z.string(),
      lat: z.number().nullable(),
      lon: z.number().nullable(),
      registered: z.boolean(),
      cells: z.array(z.string()),
      connected: z.boolean(),
      lastSeen: instant.nullable(),
      silentSince: instant.nullable(),
      boot: z.string(),
      queued: z.number().nullable(),
      clockOffsetMs: z.number().nullable(),
      feed: z
        .object({
          kinds: z.record(z.string(), instant).describe('Latest time of each kind of message, in whole minutes.'),
          gps: z.record(z.string(), instant).describe('Latest end of a report by granularity period [s].'),
          heartbeatS: z.number().nullable().describe('As its last birth announced it [s].'),
          filled: count,
          storedS: z.number(),
          queuedMost: count.nullable(),
          clock: z.object({ source: z.string(), state: z.string() }).nullable(),
        })
        .nullable(),
    }),
  ),
})

const windowSchema = z.object({
  targets: z.array(z.string()),
  by: z.string(),
  why: z.string(),
  ticket: z.string(),
  approvedBy: z.string(),
  recordedAt: instant,
  afterwards: z.boolean().describe('Registered after it had begun.'),
  plannedTo: instant.describe('End as it was registered first.'),
  changed: z.object({ at: instant, by: z.string(), why: z.string() }).optional(),
})

export const registryAnswerSchema = z.object({
  realm: z.string(),
  registry: z.array(
    z.object({
      station: z.string(),
      from: instant.describe('The line holds from here on, until the next one of the station.'),
      line: z.looseObject({ station: z.string(), from: instant, type: z.enum(['station', 'probe', 'gateway']) }),
      by: z.string(),
      why: z.string(),
      at: instant.describe('When it was said.'),
    }),
  ),
})

export const eventsAnswerSchema = z.object({
  realm: z.string(),
  truncated: z.boolean().describe('More events lie in the range: ask for a shorter one.'),
  events: z.array(
    z.object({
      id: z.string(),
      type: z.enum(EVENT_TYPES),
      from: instant,
      to: instant.nullable().describe('null: still going on.'),
      station: z.string(),
      cell: z.string(),
      cause: z.string(),
      attribution: z.enum(ATTRIBUTIONS).optional().describe('Of an outage: what it is put down to.'),
      overrun: z.literal(true).optional().describe('An outage that began where a maintenance window ended.'),
      text: z.string(),
      window: windowSchema.optional().describe('Of maintenance and declared outages: what the operator registered.'),
    }),
  ),
})

export const historyAnswerSchema = z.object({
  realm: z.string(),
  history: z.array(
    z.object({
      level,
      t: instant,
      station: z.string(),
      cell: z.string(),
      rev: count,
      changedAt: instant,
      reason: z.string(),
      offset: z.number(),
      before: parts,
      after: parts,
    }),
  ),
})

export const deadLettersAnswerSchema = z.object({
  realm: z.string(),
  deadLetters: z.array(
    z.object({
      offset: z.number(),
      receivedAt: instant,
      station: z.string(),
      topic: z.string(),
      code: z.string(),
      detail: z.string(),
      bytes: count,
      resolved: z.boolean(),
    }),
  ),
})

const FORMULA_KINDS = [
  'ratio',
  'product',
  'ratio-sum',
  'sum',
  'percentile',
  'extreme',
  'population',
  'mean-count',
  'busy-hour',
] as const satisfies readonly Formula['kind'][]

const text = z.object({ vi: z.string(), en: z.string() })

export const catalogueAnswerSchema = z.object({
  catalogue: z.string(),
  levels: z.array(level),
  kpis: z.array(
    z.object({
      id: z.enum(KPIS.map((kpi) => kpi.id)),
      version: count,
      group: z.string(),
      title: text,
      description: text,
      unit: z.string(),
      direction: z.enum(['higher-is-better', 'lower-is-better', 'neutral']),
      basis: z.enum(['report', 'timeline', 'test', 'registry']),
      object: z.enum(['cell', 'station']).describe('Whose rows carry its parts.'),
      stages: z
        .array(
          z.looseObject({
            id: z.string(),
            parts: z.array(z.looseObject({ id: z.string(), unit: z.string() })),
            variants: z.array(z.looseObject({ id: z.string() })),
          }),
        )
        .describe('Parts that come together or not at all, and the ways to take them from a report.'),
      partsOf: z.string().optional().describe('The KPI whose parts this one uses too.'),
      formula: z.looseObject({ kind: z.enum(FORMULA_KINDS) }),
      bounds: z.string(),
      modes: z.string(),
      source: z.string().describe('Clause of the standard or regulation.'),
      sourceNote: text.optional().describe('What was taken from the source, and what was decided here.'),
      confidence: z.enum(['V', 'S', 'M', 'D']),
      example: z.looseObject({ story: text, value: z.number() }),
    }),
  ),
})
