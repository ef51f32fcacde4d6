import type { z } from 'zod'
import { healthReportSchema } from '../health-report.ts'
import {
  catalogueAnswerSchema,
  deadLettersAnswerSchema,
  eventsAnswerSchema,
  historyAnswerSchema,
  kpiAnswerSchema,
  ledgerAnswerSchema,
  registryAnswerSchema,
  stationsAnswerSchema,
} from './answers.ts'
import { explainAnswerSchema } from './explain-answer.ts'
import {
  deadLettersFilterSchema,
  eventsRangeSchema,
  explainParametersSchema,
  historyFilterSchema,
  kpiParametersSchema,
  noParametersSchema,
  stationFilterSchema,
} from './parameters.ts'

export interface Endpoint {
  /** Under `/api/v1`. */
  readonly path: string
  readonly summary: string
  readonly parameters: z.ZodObject
  readonly answer: z.ZodType
}

/** Every JSON route for other programs; the OpenAPI document is this list. */
export const ENDPOINTS = {
  kpi: {
    path: '/kpi',
    summary: 'KPI figures by time and tags, each with bounds, coverage and status.',
    parameters: kpiParametersSchema,
    answer: kpiAnswerSchema,
  },
  explain: {
    path: '/explain',
    summary: 'What one figure is made of: parts, messages, evidence or members, each with what became of it.',
    parameters: explainParametersSchema,
    answer: explainAnswerSchema,
  },
  ledger: {
    path: '/ledger',
    summary: 'The account of every station: both equations hold at any time.',
    parameters: stationFilterSchema,
    answer: ledgerAnswerSchema,
  },
  stations: {
    path: '/stations',
    summary: 'Stations as registry and last messages have them.',
    parameters: noParametersSchema,
    answer: stationsAnswerSchema,
  },
  registry: {
    path: '/registry',
    summary: 'Every line of the station registry with its date, and who said it.',
    parameters: stationFilterSchema,
    answer: registryAnswerSchema,
  },
  events: {
    path: '/events',
    summary: 'Outages, silences, maintenance, restarts, software changes and alarms.',
    parameters: eventsRangeSchema,
    answer: eventsAnswerSchema,
  },
  catalogue: {
    path: '/catalogue',
    summary: 'The KPI catalogue: formula, parts, bounds, source.',
    parameters: noParametersSchema,
    answer: catalogueAnswerSchema,
  },
  history: {
    path: '/history',
    summary: 'Changes of published figures, each with its reason.',
    parameters: historyFilterSchema,
    answer: historyAnswerSchema,
  },
  deadletters: {
    path: '/deadletters',
    summary: 'Rejected messages with reason and log offset; their bytes are in the log.',
    parameters: deadLettersFilterSchema,
    answer: deadLettersAnswerSchema,
  },
  health: {
    path: '/health',
    summary: 'Intake, log, processor and store, and the alerts that hold now.',
    parameters: noParametersSchema,
    answer: healthReportSchema,
  },
} as const satisfies Record<string, Endpoint>
