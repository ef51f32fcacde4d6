import type { Bilingual, BusyHourFormula, KpiDefinition } from '../definition.ts'
import { oneStage } from '../stage.ts'
import { BOTH } from './directions.ts'
import { f1uVolume, pdcpVolume } from './pdcp-volume.ts'

const OWNER = 'BH.cell.bouncing'
const VOLUME = 'vol'

/** Both directions together, [bit], of reports that have both: one alone would be half a busy hour that looks whole. */
const STAGES = oneStage(
  [{ id: VOLUME, sum: BOTH.flatMap((direction) => pdcpVolume(VOLUME, direction).sum), unit: 'bit' }],
  [],
  [f1uVolume(VOLUME, BOTH)],
)

interface BusyHour {
  id: string
  scope: BusyHourFormula['scope']
  title: Bilingual
  description: Bilingual
  story: Bilingual
  value: number
}

const busyHour = ({ id, scope, title, description, story, value }: BusyHour): KpiDefinition => ({
  id,
  version: 1,
  group: 'traffic',
  title,
  description,
  unit: 'Mbit',
  direction: 'neutral',
  basis: 'report',
  object: 'cell',
  ...(id === OWNER ? { stages: STAGES } : { stages: [], partsOf: OWNER }),
  formula: { kind: 'busy-hour', of: { [`${OWNER}.${VOLUME}`]: 1 }, scale: 1e-6, scope },
  bounds: 'none',
  modes: 'all',
  source: 'FS-1037C (busy hour), ETSI TS 102 250-6',
  sourceNote: {
    vi: 'giờ tròn theo đồng hồ thay cho 60 phút trượt',
    en: 'hours of the clock instead of a sliding 60 minutes',
  },
  confidence: 'D',
  example: { story, sums: {}, value },
})

/** Hours of the clock in Vietnam, over PDCP traffic of both directions; of a day, or the mean of the days asked. */
export const BUSY_HOUR_KPIS: readonly KpiDefinition[] = [
  busyHour({
    id: OWNER,
    scope: 'cell-bouncing',
    title: { vi: 'Lưu lượng giờ cao điểm (từng cell)', en: 'Busy-hour traffic (each cell its own)' },
    description: {
      vi: 'Mỗi cell lấy giờ nhiều lưu lượng nhất của chính nó trong ngày, rồi cộng lại. Lớn hơn hoặc bằng giờ cao điểm của khu vực, vì các cell cao điểm vào giờ khác nhau.',
      en: 'Of each cell its own hour of most traffic in the day, added up. At least as much as the busy hour of the zone, since cells peak at different hours.',
    },
    story: {
      vi: 'cell 1: 100 Mbit lúc 9 giờ, 40 lúc 20 giờ; cell 2: 30 lúc 9 giờ, 80 lúc 20 giờ. 100 + 80',
      en: 'cell 1: 100 Mbit at 9, 40 at 20 o’clock; cell 2: 30 at 9, 80 at 20. 100 + 80',
    },
    value: 180,
  }),
  busyHour({
    id: 'BH.zone.sum',
    scope: 'group',
    title: { vi: 'Lưu lượng giờ cao điểm (cả khu vực)', en: 'Busy-hour traffic (of the zone)' },
    description: {
      vi: 'Giờ trong ngày mà tổng lưu lượng của tất cả cell được hỏi là lớn nhất.',
      en: 'The hour of the day in which all cells asked together had most traffic.',
    },
    story: {
      vi: 'cùng hai cell: 100 + 30 lúc 9 giờ, 40 + 80 lúc 20 giờ; lớn nhất là lúc 9 giờ',
      en: 'the same cells: 100 + 30 at 9, 40 + 80 at 20 o’clock; the greater is at 9',
    },
    value: 130,
  }),
  busyHour({
    id: 'BH.timeConsistent',
    scope: 'time-consistent',
    title: { vi: 'Lưu lượng giờ cao điểm (cùng giờ mọi ngày)', en: 'Busy-hour traffic (same hour each day)' },
    description: {
      vi: 'Một giờ cố định cho tất cả các ngày được hỏi: giờ có lưu lượng trung bình lớn nhất. Nên hỏi ít nhất 30 ngày.',
      en: 'One hour of the clock for all days asked: the one with most traffic on average. Ask for at least 30 days.',
    },
    story: {
      vi: 'lúc 9 giờ: 130 ngày thứ nhất, 90 ngày thứ hai; lúc 20 giờ: 120 và 110. Trung bình 110 và 115',
      en: 'at 9 o’clock 130 on the first day, 90 on the second; at 20 o’clock 120 and 110. Means 110 and 115',
    },
    value: 115,
  }),
]
