import { z } from 'zod'
import { entryLevel } from '../level.ts'
import type { CellReport, PmMessage, ReportedValues } from '../message.ts'
import type { Reject } from '../reject.ts'
import { cellId, exactly, integer, listOf, numbered, record } from './fields.ts'
import { messageId } from './identity.ts'
import { LIMITS } from './limits.ts'
import { isReject, refusal } from './refusal.ts'
import { totalNames } from './total-names.ts'
import { type DecodedValues, decodeValues } from './values.ts'
import { wireSchema } from './wire-schema.ts'

// what stands in m and u is checked by hand in values.ts
const measured = () => ({
  suspect: z.boolean({ error: 'true or false' }).optional(),
  m: record('an object of measurements'),
  u: record('an object of units').optional(),
})

const wholeSecond = () => {
  const error = `a whole second in epoch ms up to ${LIMITS.latestMs}`
  return integer(0, LIMITS.latestMs).multipleOf(1_000, { error })
}

const measurementName = () => {
  const error = `a measurement name of at most ${LIMITS.text} characters`
  return z.string({ error }).max(LIMITS.text, { error })
}

const check = wireSchema(
  () =>
    exactly({
      ...numbered(),
      end: wholeSecond(),
      gp: integer(1, LIMITS.gpS),
      rev: integer(0, 1_000_000).optional(),
      total: listOf(measurementName(), LIMITS.names).optional(),
      wrap: record('an object of whole numbers').optional(),
      cells: listOf(exactly({ cell: cellId(), ...measured() }), LIMITS.cells),
      station: exactly(measured()).optional(),
    }),
  { codes: { end: 'bad-period', gp: 'bad-period' } },
)

export function decodePm(message: unknown): PmMessage | Reject {
  const checked = check(message)
  if (!checked.ok) return checked.reject
  const wire = checked.value
  const startMs = wire.end - wire.gp * 1_000
  if (startMs < 0) return refusal('bad-period', ['gp'], 'a period that begins in 1970 or later', `${wire.gp} s`)
  if (entryLevel(startMs, wire.end) === undefined) {
    return refusal(
      'gp-straddles',
      ['gp'],
      'a period inside one day of Asia/Ho_Chi_Minh',
      `${wire.gp} s up to ${wire.end}`,
    )
  }
  const named = totalNames(wire.total ?? [], wire.wrap ?? {})
  if (isReject(named)) return named
  const running = named.names.size === 0 ? undefined : named
  let foreignNames = 0
  const cells: CellReport[] = []
  const seen = new Set<string>()
  for (const [i, report] of wire.cells.entries()) {
    if (seen.has(report.cell)) return refusal('duplicate-name', ['cells', i, 'cell'], 'every cell once', report.cell)
    seen.add(report.cell)
    const decoded = decodeValues(report.m, report.u, ['cells', i], running)
    if (isReject(decoded)) return decoded
    foreignNames += decoded.foreignNames
    cells.push({ cell: report.cell, ...reported(report.suspect, decoded) })
  }
  let station: ReportedValues | undefined
  if (wire.station !== undefined) {
    const decoded = decodeValues(wire.station.m, wire.station.u, ['station'], running)
    if (isReject(decoded)) return decoded
    foreignNames += decoded.foreignNames
    station = reported(wire.station.suspect, decoded)
  }
  return {
    kind: 'pm',
    id: messageId(wire),
    endMs: wire.end,
    gpS: wire.gp,
    rev: wire.rev ?? 0,
    cells,
    ...(station !== undefined && { station }),
    hasTotals: running !== undefined,
    foreignNames,
  }
}

function reported(
  isSuspect: boolean | undefined,
  { values, totals, doubtful, addedUp, unavailable }: DecodedValues,
): ReportedValues {
  return {
    suspect: isSuspect === true,
    values,
    ...(totals !== undefined && { totals }),
    ...(doubtful !== undefined && { doubtful }),
    ...(addedUp !== undefined && { addedUp }),
    ...(unavailable !== undefined && { unavailable }),
  }
}
