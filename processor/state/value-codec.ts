import { Packr } from 'msgpackr'

/**
 * Property names of what is written with nearly every message, in the order in which the code makes them: on disk such an object
 * is a number and its values. Any other object says its own names. The place of a line is its number: new ones come last, and a
 * line that is changed needs another FORM of the state.
 */
const SHAPES: readonly (readonly string[])[] = [
  // Ledger
  [
    'since',
    'received',
    'accepted',
    'duplicate',
    'conflict',
    'unreadable',
    'rejected',
    'rejectedWithSeq',
    'published',
    'late',
  ],
  // Stream
  ['seen', 'declaredLast', 'lost'],
  // Progress
  ['settledMs', 'carriedMs', 'held'],
  // StationPulse
  ['life', 'boots', 'queued', 'clockOffsetMs', 'silenceMarkedFrom'],
  // BootRecord: told by a birth, with and without its start; not told
  ['boot', 'firstLifeMs', 'lastLifeMs', 'countsSinceMs', 'startedMs', 'birthSeq', 'reason', 'prev'],
  ['boot', 'firstLifeMs', 'lastLifeMs', 'startedMs', 'birthSeq', 'reason', 'prev'],
  ['boot', 'startedMs', 'reason', 'prev', 'firstLifeMs', 'lastLifeMs'],
  // Boot, and the end of the one before
  ['epochMs', 'n'],
  ['boot', 'last'],
  // StationEvidence, Evidence, StatePoint
  ['cells', 'evidence'],
  ['states', 'cover', 'suspectCover'],
  ['atMs', 'condition', 'stream', 'bootN', 'bootEpochMs', 'seq'],
  ['atMs', 'condition', 'degraded', 'stream', 'bootN', 'bootEpochMs', 'seq'],
  // ReportBucket, AwayTime
  ['numbers', 'counts', 'cells', 'amounts'],
  ['total', 'fault', 'transport', 'manual', 'energySaving'],
  // Clock
  ['realmMs', 'settledMs'],
  // StationFeed
  ['kinds', 'gps', 'heartbeatS', 'filled', 'storedS', 'queuedMost', 'clock'],
]

const packr = new Packr({ structures: SHAPES.map((shape) => [...shape]), maxSharedStructures: SHAPES.length })

/** Any value of the state but rows, see `row-codec.ts`. */
export const packValue = (value: unknown): Buffer => packr.pack(value)
export const unpackValue = (bytes: Buffer): unknown => packr.unpack(bytes)
