import type { CellMode } from '../../contract/mod.ts'
import { FIGURE } from './cell-figures.ts'

/** A counter as reports have it: its name in TS 28.552 (or ours), and the figure that it tells. */
export interface ReportedCounter {
  readonly name: string
  readonly figure: number
  /** Told by the thousand: kbit as Mbit. */
  readonly per: 1 | 1000
  /** Told by PLMN, slice and 5QI too. */
  readonly byService: boolean
  /** In kbit, so that a total of it may wrap. */
  readonly wraps: boolean
}

const counter = (name: string, figure: number): ReportedCounter => ({
  name,
  figure,
  per: 1,
  byService: false,
  wraps: false,
})
const ofService = (name: string, figure: number, choice: Partial<ReportedCounter> = {}): ReportedCounter => ({
  ...counter(name, figure),
  byService: true,
  ...choice,
})

/** What the standard splits by service: volumes, and bursts of UEs. */
export const BY_SERVICE: readonly ReportedCounter[] = [
  ofService('DRB.PdcpSduVolumeDL', FIGURE.volumeDl, { per: 1000 }),
  ofService('DRB.PdcpSduVolumeUL', FIGURE.volumeUl, { per: 1000 }),
  ofService('VS.DRB.UEThpVolDl', FIGURE.burstVolumeDl, { wraps: true }),
  ofService('VS.DRB.UEThpTimeDl', FIGURE.burstTimeDl),
  ofService('VS.DRB.UEThpVolUl', FIGURE.burstVolumeUl, { wraps: true }),
  ofService('VS.DRB.UEThpTimeUl', FIGURE.burstTimeUl),
]

const RRC: readonly ReportedCounter[] = [
  counter('RRC.ConnEstabAtt.sum', FIGURE.attempts),
  counter('RRC.ConnEstabSucc.sum', FIGURE.successes),
]

const EN_DC: readonly ReportedCounter[] = [
  counter('VS.EnDc.SgnbAddReq', FIGURE.attempts),
  counter('VS.EnDc.SgnbAddSucc', FIGURE.successes),
  counter('VS.EnDc.SgnbRelTotal', FIGURE.releases),
  counter('VS.EnDc.SgnbRelAbnormal', FIGURE.abnormalReleases),
  counter('VS.EnDc.PSCellChangeReq', FIGURE.cellChanges),
  counter('VS.EnDc.PSCellChangeSucc', FIGURE.cellChangeSuccesses),
]

/** What a cell counts and adds up over time, by its mode. */
export const COUNTERS: Readonly<Record<CellMode, readonly ReportedCounter[]>> = {
  SA: [...BY_SERVICE, ...RRC],
  NSA: [...BY_SERVICE, ...EN_DC],
  'SA+NSA': [...BY_SERVICE, ...RRC, ...EN_DC],
}
