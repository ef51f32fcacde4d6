/** How often a station says what; heartbeats and lists are left out where absent. */
export interface Cadence {
  /** Granularity periods reported side by side [s]; multiples of 10 that divide 86,400. */
  readonly gps: readonly number[]
  readonly heartbeatS?: number
  /** Each cell's state again after this long; the cells take turns. */
  readonly stateS: number
  readonly alarmListS: number
}

/** From `fromMs` on, until the next phase begins. */
export interface Phase {
  readonly fromMs: number
  readonly cadence: Cadence
}

/** What stations say while they run: the live profile beside the pm profile, heartbeats and states as the contract asks. */
export const LIVE_CADENCE: Cadence = { gps: [10, 900], heartbeatS: 60, stateS: 300, alarmListS: 900 }

/**
 * History older than an hour: 900 s reports alone. States take turns so that a station of three cells says something every 150 s,
 * which is less than the 180 s after which it would count as silent.
 */
export const COARSE_CADENCE: Cadence = { gps: [900], stateS: 450, alarmListS: 3600 }

/** History of the last hour: reports of a minute prove life, so that few heartbeats do. */
export const RECENT_CADENCE: Cadence = { gps: [60, 900], heartbeatS: 300, stateS: 300, alarmListS: 900 }

/** What a station kept of a time in which it was not simulated, so that two days of a fleet are forwarded in a minute. */
export const STORED_CADENCE: Cadence = { gps: [900], heartbeatS: 3600, stateS: 3600, alarmListS: 3600 }
