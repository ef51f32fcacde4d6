import type { Boot } from '../../contract/mod.ts'
import type { StateReader } from '../state/view.ts'
import { bootRecordOf, readStation } from '../station.ts'

/** Since when the running totals of a boot count [epoch ms, whole seconds], by its birth; undefined: not told. */
export function countsSince(view: StateReader, station: string, boot: Boot): number | undefined {
  return bootRecordOf(readStation(view, station).boots, boot)?.countsSinceMs
}
