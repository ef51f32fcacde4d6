import type { Bilingual, PartUnit, Stage } from '../definition.ts'
import { stageOf } from '../stage.ts'

export const BY_PACKETS: Bilingual = { vi: 'trọng số theo số gói tin', en: 'weighed by packets' }

/** Bits of a packet of 1 500 bytes, as which PDCP volume counts where packets were not counted. */
const PACKET_BITS = 12_000

/**
 * A mean over packets, from a station's own mean and the packets behind it (`VS.<counter>.Nbr`): Σ mean · n over Σ n.
 * Where packets were not counted, PDCP volume stands for them.
 */
export function packetWeighted(
  stage: string,
  prefix: string,
  counter: string,
  weighted: string,
  unit: PartUnit,
  direction: 'DL' | 'UL',
): Stage {
  const [product, n] = [`${prefix}${weighted}`, `${prefix}n`]
  const packets = `VS.${counter}.Nbr`
  const volume = `DRB.PdcpSduVolume${direction}`
  return stageOf(
    stage,
    [
      { id: product, sum: [counter], times: [packets], unit },
      { id: n, sum: [packets], unit: 'count' },
    ],
    [],
    [
      {
        id: stage === '' ? 'volume' : `volume_${stage}`,
        takes: {
          [product]: { sum: [counter], times: [volume], per: PACKET_BITS },
          [n]: { sum: [volume], per: PACKET_BITS },
        },
        note: {
          vi: 'Có cell không gửi số gói tin: trọng số là lưu lượng PDCP, quy ra gói 1.500 byte.',
          en: 'Some cells do not count packets: weighed by PDCP volume, as packets of 1,500 bytes.',
        },
      },
    ],
  )
}
