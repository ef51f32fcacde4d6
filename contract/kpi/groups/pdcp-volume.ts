import type { Variant } from '../definition.ts'
import type { SimplePart } from '../stage.ts'
import type { Direction } from './directions.ts'

/** PDCP data of a cell [bit], as a gNB that is not split reports it. */
export const pdcpVolume = (id: string, { caps }: Direction): SimplePart => ({
  id,
  sum: [`DRB.PdcpSduVolume${caps}`],
  unit: 'bit',
})

/** A split gNB reports the same data at F1-U. Never both: they would be counted twice. */
export const f1uVolume = (id: string, directions: readonly Direction[]): Variant => ({
  id: 'f1u',
  takes: { [id]: { sum: directions.map(({ caps }) => `DRB.F1uPdcpSduVolume${caps}`) } },
  note: {
    vi: 'Một phần lưu lượng lấy từ bộ đếm giao diện F1-U của trạm tách CU/DU.',
    en: 'Part of the volume is taken from the F1-U counters of split stations.',
  },
})
