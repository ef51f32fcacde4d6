import type { ZoneType } from './tags.ts'

/** One effective-dated line of the station registry: what holds for `station` from `from` until a later line. */
export interface RegistryLine {
  readonly station: string
  /** Effective from [epoch ms]. */
  readonly from: number
  /** MQTT user that may publish for it; the station itself where absent. */
  readonly publisher?: string
  readonly type: 'station' | 'probe' | 'gateway'
  readonly operator: string
  readonly operatorName?: string
  readonly licence?: string
  readonly licenceSiteCap?: number
  readonly province: string
  /** Code system of `province`, e.g. `VN-63:2020`. */
  readonly provinceCodes?: string
  readonly zone: string
  readonly zoneName?: string
  readonly zoneType: ZoneType
  readonly phase: string
  /** The trial phase as licensed, [phaseFrom, phaseTo) [epoch ms]; absent: not told. */
  readonly phaseFrom?: number
  readonly phaseTo?: number
  readonly vendor: string
  readonly vendorName?: string
  readonly model?: string
  readonly equipmentOrigin?: 'domestic' | 'foreign'
  readonly site?: string
  readonly lat?: number
  readonly lon?: number
  readonly vpostcode?: string
  readonly vpostcodeSystem?: string
  readonly siteOwner?: string
  readonly sharedWith?: readonly string[]
  readonly sharingType?: 'none' | 'passive' | 'moran' | 'roaming'
  readonly transportGroup?: string
  readonly power?: string
  readonly contact?: string
  /** Cells expected; absent: those that its birth names. */
  readonly cells?: readonly string[]
  /** In service from [epoch ms]; absent: since the first birth. */
  readonly inServiceFrom?: number
  /** Out of service from [epoch ms]; absent: still in service. */
  readonly inServiceTo?: number
}
