import type { Level } from '../contract/mod.ts'

/** How soon a changed key is written: by level while open, `amended` when a provisional row changed, `side` for the tables. */
export type Pace = Level | 'amended' | 'side'
