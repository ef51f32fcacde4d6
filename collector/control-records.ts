import { type ControlRecord, controlTopic, type FigureSettings } from '../contract/mod.ts'
import type { NewEntry, TelemetryLog } from '../log/mod.ts'

/** The log entry of a control record. */
export function controlEntry(record: ControlRecord, receivedAt: number): NewEntry {
  return {
    receivedAt,
    source: 'control',
    topic: controlTopic(record.type),
    payload: Buffer.from(JSON.stringify(record)),
  }
}

/**
 * Writes a control record into every partition, one after the other; resolves when all have it on disk.
 * @throws LogFullError, LogUnwritableError: some partitions may have it; writing it again does no harm.
 */
export async function appendControl(log: TelemetryLog, record: ControlRecord, now: () => number): Promise<void> {
  const entry = controlEntry(record, now())
  for (let partition = 0; partition < log.identity.partitions; partition++) await log.append(partition, [entry])
}

/** Writes the settings that shape figures; called at every start of an intake. */
export async function writeSettings(log: TelemetryLog, settings: FigureSettings, now: () => number): Promise<void> {
  await appendControl(log, { type: 'settings', at: now(), settings }, now)
}
