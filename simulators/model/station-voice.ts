import { formatBoot } from '../../contract/mod.ts'
import type { Fleet, FleetStation } from '../fleet/fleet.ts'
import { zoneOf } from '../fleet/fleet.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { StationTimeline, startOf } from '../scenario/station-timeline.ts'
import { alarmOf, raisesAlarm } from './alarm.ts'
import type { BootRecord } from './boot-record.ts'
import { FIGURE } from './cell-figures.ts'
import type { Note } from './note.ts'
import { RunningTotals } from './running-totals.ts'
import { placesOf, splitsOf } from './service-shares.ts'
import { StationCounters } from './station-counters.ts'
import { writeCell, writeTotals } from './write-report.ts'

export interface VoiceOptions {
  readonly fleet: Fleet
  readonly station: FleetStation
  readonly seed: number
  readonly scenario: Scenario
}

/** Seconds between heartbeats and the periods reported, as every birth announces them. */
export const HEARTBEAT_S = 60
export const LIVE_GPS = [10, 900] as const
/** Reports of this period and longer tell sub-counters: a live feed has few counters, the one for statistics has all. */
const SPLIT_FROM_S = 900

const ENCODER = new TextEncoder()

/** Turns a station's notes into the bytes of its messages: the same note of the same boot gives the same bytes. */
export class StationVoice {
  readonly station: FleetStation
  readonly timeline: StationTimeline
  readonly #counters: StationCounters
  /** Of a station that tells running totals. */
  readonly #totals: RunningTotals | undefined
  readonly #wrapsAtKbit: number | undefined
  readonly #members: ReturnType<typeof placesOf>
  /** Its own first. */
  readonly #plmns: readonly string[]

  constructor({ fleet, station, seed, scenario }: VoiceOptions) {
    this.station = station
    this.timeline = new StationTimeline(station, scenario)
    this.#plmns = [station.operator, ...(station.guests ?? [])].map((operator) => plmnOf(fleet, operator))
    const splits = splitsOf(station.splits ?? [], this.#plmns)
    this.#members = placesOf(splits)
    const { timeline } = this
    this.#counters = new StationCounters({ seed, station, zone: zoneOf(fleet, station), timeline, splits })
    const vendor = fleet.vendors.find(({ id }) => id === station.vendor)
    this.#totals = vendor?.counters === 'running-totals' ? new RunningTotals(this.#counters) : undefined
    this.#wrapsAtKbit = vendor?.wrapsAtKbit
  }

  payload(boot: BootRecord, note: Note): Uint8Array {
    return ENCODER.encode(this.text(boot, note))
  }

  /** Last will of the connection `conn` of a boot. */
  death(boot: BootRecord, conn: number): Uint8Array {
    return ENCODER.encode(JSON.stringify({ boot: formatBoot(boot.boot), conn: String(conn) }))
  }

  text(boot: BootRecord, note: Note): string {
    const head = { boot: formatBoot(boot.boot), seq: note.seq }
    const timed = { ...head, t: note.atMs }
    switch (note.kind) {
      case 'pm':
        return this.#report(boot, note)
      case 'birth':
        return JSON.stringify({ ...timed, ...this.#birth(boot, note.arg) })
      case 'heartbeat':
        return JSON.stringify({ ...timed, queued: note.arg, clock: { source: 'gnss', state: 'locked' } })
      case 'state':
        return JSON.stringify({ ...timed, ...this.#cellState(note.arg, note.atMs) })
      case 'alarm':
        return JSON.stringify({ ...timed, ...this.#alarm(note) })
      case 'alarm-list':
        return JSON.stringify({ ...timed, active: this.#activeAlarms(note.atMs) })
    }
  }

  #report(boot: BootRecord, { seq, atMs: endMs, arg: gpS }: Note): string {
    const suspect = endMs - gpS * 1000 < boot.startedMs
    let energy = this.#counters.commonEnergy(endMs, gpS, boot.startedMs)
    const { mode } = this.station
    const wrapsAtKbit = this.#wrapsAtKbit
    const members = gpS >= SPLIT_FROM_S ? this.#members : []
    const cells = this.station.cells.map(({ cell }, i) => {
      const figures = this.#counters.cellFigures(i, endMs, gpS, boot.startedMs)
      energy += figures[FIGURE.energy] ?? 0
      const totals = this.#totals?.upTo(i, endMs, boot.startedMs)
      return writeCell({ cell, mode, gpS, suspect, figures, totals, wrapsAtKbit, members })
    })
    const totals = this.#totals === undefined ? '' : writeTotals(mode, wrapsAtKbit)
    const station = `{"m":{"PEE.Energy":${energy / 1_000_000}}}`
    return `{"boot":"${formatBoot(boot.boot)}","seq":${seq},"end":${endMs},"gp":${gpS}${totals},"cells":[${cells.join()}],"station":${station}}`
  }

  #birth(boot: BootRecord, conn: number) {
    const { station } = this
    return {
      conn: String(conn),
      started: boot.startedMs,
      reason: boot.reason,
      ...(boot.prev && { prev: { boot: formatBoot(boot.prev.boot), last: boot.prev.last } }),
      vendor: station.vendor,
      model: station.model,
      serial: station.serial,
      software: station.software,
      gnbId: station.gnbId,
      gnbIdLength: 24,
      hb: HEARTBEAT_S,
      gps: LIVE_GPS,
      cells: station.cells.map((cell, i) => ({
        cell: cell.cell,
        // NR cell identity: 36 bits, the gNB's 24 first (TS 38.413 9.3.1.7)
        nci: (station.gnbId * 2 ** 12 + i + 1).toString(16).toUpperCase().padStart(9, '0'),
        mode: station.mode,
        band: cell.band,
        arfcn: cell.arfcn,
        scsKHz: cell.scsKHz,
        bandwidthMHz: cell.bandwidthMHz,
        nrb: cell.nrb,
        duplex: 'TDD',
        tx: 8,
        layers: 4,
        pci: cell.pci,
        tac: station.tac,
        plmns: this.#plmns,
      })),
    }
  }

  #cellState(cell: number, atMs: number) {
    const failed = this.timeline.isCellIn('fault', cell, atMs)
    const cutOff = this.timeline.isCellIn('transport', cell, atMs)
    const locked = this.timeline.isCellIn('manual', cell, atMs)
    return {
      cell: this.station.cells[cell]?.cell,
      operationalState: failed || cutOff ? 'DISABLED' : 'ENABLED',
      administrativeState: locked ? 'LOCKED' : 'UNLOCKED',
      cellState: failed || cutOff || locked ? 'INACTIVE' : 'ACTIVE',
      availabilityStatus: [...(failed ? ['FAILED'] : []), ...(cutOff ? ['DEPENDENCY'] : [])],
      energySavingState: 'isNotEnergySaving',
    }
  }

  #alarm({ arg, atMs }: Note) {
    const event = this.timeline.events[Math.floor(arg / 2)]
    const cleared = arg % 2 === 1
    if (event === undefined) throw new RangeError(`the timeline of ${this.station.id} has no event ${arg}`)
    // At its end an event is over: it is the one that still held a moment before
    const raised = startOf(event, cleared ? atMs - 1 : atMs) ?? atMs
    return { ...alarmOf(event, raised, this.station), ...(cleared && { perceivedSeverity: 'CLEARED' }) }
  }

  #activeAlarms(atMs: number) {
    return this.timeline.events.flatMap((event) => {
      const raised = startOf(event, atMs)
      return raised === undefined || !raisesAlarm(event) ? [] : [alarmOf(event, raised, this.station)]
    })
  }
}

function plmnOf(fleet: Fleet, operator: string): string {
  return fleet.operators.find(({ id }) => id === operator)?.plmn ?? '001-01'
}
