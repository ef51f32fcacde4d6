import type { CellMode } from '../../contract/mod.ts'
import { FIGURE } from './cell-figures.ts'

/** One cell of a `pm` message as JSON text. Names and units are those of TS 28.552; a cell that did not serve at all tells only that. */
export function writeCell(cell: string, mode: CellMode, f: Float64Array, gpS: number, suspect: boolean): string {
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
  if (get(FIGURE.prbAvailDl) > 0) {
    m += `,"DRB.PdcpSduVolumeDL":${get(FIGURE.volumeDl) / 1000},"DRB.PdcpSduVolumeUL":${get(FIGURE.volumeUl) / 1000}`
    m += `,"VS.DRB.UEThpVolDl":${get(FIGURE.burstVolumeDl)},"VS.DRB.UEThpTimeDl":${get(FIGURE.burstTimeDl)}`
    m += `,"VS.DRB.UEThpVolUl":${get(FIGURE.burstVolumeUl)},"VS.DRB.UEThpTimeUl":${get(FIGURE.burstTimeUl)}`
    m += `,"RRU.PrbUsedDl":${mean(FIGURE.prbUsedDl)},"RRU.PrbAvailDl":${mean(FIGURE.prbAvailDl)}`
    m += `,"RRU.PrbUsedUl":${mean(FIGURE.prbUsedUl)},"RRU.PrbAvailUl":${mean(FIGURE.prbAvailUl)}`
    m += `,"DRB.MeanActiveUeDl":${Math.round(get(FIGURE.burstTimeDl) / gpS) / 1000}`
    m += `,"DRB.MaxActiveUeDl":${get(FIGURE.maxActiveUe)}`
    if (mode !== 'NSA') {
      m += `,"RRC.ConnEstabAtt.sum":${get(FIGURE.attempts)},"RRC.ConnEstabSucc.sum":${get(FIGURE.successes)}`
      m += `,"RRC.ConnMean":${mean(FIGURE.connected)},"RRC.ConnMax":${get(FIGURE.maxConnected)}`
    }
    if (mode !== 'SA') {
      m += `,"VS.EnDc.SgnbAddReq":${get(FIGURE.attempts)},"VS.EnDc.SgnbAddSucc":${get(FIGURE.successes)}`
      m += `,"VS.EnDc.SgnbRelTotal":${get(FIGURE.releases)},"VS.EnDc.SgnbRelAbnormal":${get(FIGURE.abnormalReleases)}`
      m += `,"VS.EnDc.PSCellChangeReq":${get(FIGURE.cellChanges)}`
      m += `,"VS.EnDc.PSCellChangeSucc":${get(FIGURE.cellChangeSuccesses)}`
    }
  }
  return `{"cell":"${cell}",${suspect ? '"suspect":true,' : ''}"m":{${m}}}`
}
