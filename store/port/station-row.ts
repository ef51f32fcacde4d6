export interface StationRow {
  readonly station: string
  readonly type: 'station' | 'probe' | 'gateway'
  readonly operator: string
  readonly operatorName: string
  readonly province: string
  readonly zone: string
  readonly zoneName: string
  readonly zoneType: string
  readonly vendor: string
  readonly vendorName: string
  readonly phase: string
  readonly software: string
  readonly site: string
  readonly lat: number | null
  readonly lon: number | null
  readonly registered: boolean
  readonly cells: readonly string[]
  /** By its own birth and last will; says nothing about its radio. */
  readonly connected: boolean
  /** Last proof of life by the station's clock [epoch ms]. */
  readonly lastSeen: number | null
  /** No proof of life since then, longer than its silence limit [epoch ms]; null: not silent. */
  readonly silentSince: number | null
  readonly boot: string
  readonly queued: number | null
  /** receivedAt − t of the last heartbeat with nothing queued [ms]. */
  readonly clockOffsetMs: number | null
  /** null: no message of it was ever taken. */
  readonly feed: StationFeed | null
}

export type FeedKind = 'birth' | 'death' | 'pm' | 'state' | 'heartbeat' | 'alarm' | 'test'

/** What a station's feed has shown so far; kept coarsely, so that it costs nothing per message. */
export interface StationFeed {
  /** Latest time of each kind seen, in whole minutes [epoch ms]: of `death` its receipt, else the station's own word. */
  readonly kinds: Readonly<Partial<Record<FeedKind, number>>>
  /** Latest end of a report, in whole minutes [epoch ms], by granularity period [s]. */
  readonly gps: Readonly<Record<string, number>>
  /** Heartbeat period that its last birth announced [s]; null: no birth came. */
  readonly heartbeatS: number | null
  /** Messages taken after later ones of the same boot: sent again, or stored and sent behind live ones. */
  readonly filled: number
  /** Longest time between the end of a report and its receipt, in whole minutes [s]: it was stored for so long. */
  readonly storedS: number
  /** Most messages held back at once, as its heartbeats tell; null: none told. */
  readonly queuedMost: number | null
  /** Its clock as the last heartbeat that named it; null: none did. */
  readonly clock: { readonly source: string; readonly state: string } | null
}
