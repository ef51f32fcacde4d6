import { type Measurement, measurement } from './measurement.ts'

const counter = (name: string, byCause = false): Measurement =>
  measurement({
    name,
    quantity: 'count',
    unit: 'count',
    method: 'CC',
    objects: ['NRCellCU', 'NRCellRelation'],
    dimensions: byCause ? ['cause'] : [],
  })

/** Handovers: preparation and execution, between gNBs, inside one, and to EPS. */
export const MOBILITY: readonly Measurement[] = [
  counter('MM.HoPrepInterReq'),
  counter('MM.HoPrepInterSucc'),
  counter('MM.HoPrepInterFail', true),
  counter('MM.HoExeInterReq'),
  counter('MM.HoExeInterSucc'),
  counter('MM.HoExeInterFail', true),
  counter('MM.HoPrepIntraReq'),
  counter('MM.HoPrepIntraSucc'),
  counter('MM.HoExeIntraReq'),
  counter('MM.HoExeIntraSucc'),
  counter('MM.HoOut5gsToEpsPrepReq'),
  counter('MM.HoOut5gsToEpsPrepSucc'),
  counter('MM.HoOutExe5gsToEpsReq'),
  counter('MM.HoOutExe5gsToEpsSucc'),
  counter('MM.HoOutExe5gsToEpsFail', true),
]
