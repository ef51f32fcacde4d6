import type { CellMode } from '../../contract/mod.ts'
import { FIGURE } from './cell-figures.ts'
import { BY_SERVICE, COUNTERS, type ReportedCounter } from './reported-counters.ts'

export interface CellToReport {
  readonly cell: string
  readonly mode: CellMode
  readonly gpS: number
  readonly suspect: boolean
  /** Of the period. */
  readonly figures: Float64Array
  /** The same since the start, from a station that tells running totals. */
  readonly totals?: Float64Array | undefined
  /** Where running totals of kbit begin again at 0. */
  readonly wrapsAtKbit?: number | undefined
  /** Members of which this report tells, and where their figures begin. */
  readonly members: readonly { readonly sub: string; readonly at: number }[]
}

/**
 * One cell of a `pm` message as JSON text. Names and units are those of TS 28.552; a cell that did not serve at all tells only
 * that, and where its totals stand.
 */
export function writeCell(report: CellToReport): string {
  const { cell, mode, gpS, figures: f, totals, members } = report
  const get = (figure: number) => f[figure] ?? 0
  // A mean of the slots' whole blocks, to the thousandth that is kept of it
  const mean = (figure: number) => Math.round((get(figure) * 1000) / get(FIGURE.slots)) / 1000
  const outS = get(FIGURE.fault) + get(FIGURE.transport) + get(FIGURE.manual)
  let m = `"RRU.CellUnavailableTime.sum":${outS}`
  if (outS > 0) {
    m += `,"RRU.CellUnavailableTime.causeFault":${get(FIGURE.fault)}`
    m += `,"RRU.CellUnavailableTime.causeTransportProblem":${get(FIGURE.transport)}`
    m += `,"RRU.CellUnavailableTime.causeManualIntervention":${get(FIGURE.manual)}`
  }
  const served = get(FIGURE.prbAvailDl) > 0
  if (served || totals !== undefined) {
    for (const counter of COUNTERS[mode]) m += `,"${counter.name}":${counted(report, counter, counter.figure)}`
    for (const { sub, at } of members) {
      for (const [i, counter] of BY_SERVICE.entries())
        m += `,"${counter.name}.${sub}":${counted(report, counter, at + i)}`
    }
  }
  if (served) {
    m += `,"RRU.PrbUsedDl":${mean(FIGURE.prbUsedDl)},"RRU.PrbAvailDl":${mean(FIGURE.prbAvailDl)}`
    m += `,"RRU.PrbUsedUl":${mean(FIGURE.prbUsedUl)},"RRU.PrbAvailUl":${mean(FIGURE.prbAvailUl)}`
    m += `,"DRB.MeanActiveUeDl":${Math.round(get(FIGURE.burstTimeDl) / gpS) / 1000}`
    m += `,"DRB.MaxActiveUeDl":${get(FIGURE.maxActiveUe)}`
    if (mode !== 'NSA') m += `,"RRC.ConnMean":${mean(FIGURE.connected)},"RRC.ConnMax":${get(FIGURE.maxConnected)}`
  }
  return `{"cell":"${cell}",${report.suspect ? '"suspect":true,' : ''}"m":{${m}}}`
}

function counted({ figures, totals, wrapsAtKbit }: CellToReport, { per, wraps }: ReportedCounter, at: number): number {
  const value = (totals ?? figures)[at] ?? 0
  return (wraps && totals !== undefined && wrapsAtKbit !== undefined ? value % wrapsAtKbit : value) / per
}

/** What a report says of its running totals; parts of a counter are meant with it. */
export function writeTotals(mode: CellMode, wrapsAtKbit: number | undefined): string {
  const total = JSON.stringify(COUNTERS[mode].map(({ name }) => name))
  const wrapping = COUNTERS[mode].filter(({ wraps }) => wraps).map(({ name }) => `"${name}":${wrapsAtKbit}`)
  return wrapsAtKbit === undefined ? `,"total":${total}` : `,"total":${total},"wrap":{${wrapping.join()}}`
}
