/** The durable telemetry log: its port and its adapters. */
export { MAX_BATCH_BYTES, MAX_PAYLOAD_BYTES, MAX_TOPIC_BYTES } from './batch-rules.ts'
export * from './lmdb/open-lmdb-log.ts'
export * from './lmdb/open-lmdb-log-reader.ts'
export { checkLmdbFile } from './lmdb/sound-file.ts'
export * from './memory/memory-log.ts'
export * from './port.ts'
export * from './wrong-data-error.ts'
