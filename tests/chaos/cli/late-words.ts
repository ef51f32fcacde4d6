import type { NewEntry } from '../../../log/mod.ts'
import { control, DAY_0 } from '../../support/nine-days.ts'

const said = { at: DAY_0 + 25 * 3_600_000, by: 'nga', why: 'known later' }

/** Said after a day and an hour: one station has stood in another zone from the beginning, and the lock of the other one was planned. */
export const LATE_WORDS: readonly NewEntry[] = [
  control({
    type: 'registry',
    ...said,
    lines: [
      {
        station: 'HN-0002',
        from: DAY_0,
        type: 'station',
        operator: 'nha-mang-a',
        province: 'HN',
        zone: 'lang',
        zoneType: 'city-centre',
        phase: '1',
        vendor: 'nha-san-xuat-x',
      },
    ],
  }),
  control({
    type: 'maintenance-add',
    ...said,
    id: 'W1',
    targets: ['HN-0001'],
    from: DAY_0 + 3_000_000,
    to: DAY_0 + 5_400_000,
  }),
]
