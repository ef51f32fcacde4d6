import type { Bilingual } from '../definition.ts'

/** Down and up, as ids, counters and texts write them. */
export interface Direction {
  readonly dir: 'Dl' | 'Ul'
  /** As in `DRB.PdcpSduVolumeDL`. */
  readonly caps: 'DL' | 'UL'
  readonly words: Bilingual
  /** At the start of an English sentence. */
  readonly adjective: 'Downlink' | 'Uplink'
}

export const DOWN: Direction = {
  dir: 'Dl',
  caps: 'DL',
  words: { vi: 'hướng xuống', en: 'DL' },
  adjective: 'Downlink',
}
export const UP: Direction = { dir: 'Ul', caps: 'UL', words: { vi: 'hướng lên', en: 'UL' }, adjective: 'Uplink' }
export const BOTH: readonly Direction[] = [DOWN, UP]
