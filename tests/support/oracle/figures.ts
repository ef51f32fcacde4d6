import {
  asTold,
  blocks,
  bursts,
  byPackets,
  dataAndEnergy,
  handover,
  quotient,
  success,
  timesPeriod,
  unrestricted,
  volume,
} from './counters-of-reports.ts'
import type { Kpi } from './figure.ts'
import { bins, DELAY_EDGES, percentile, samples, share, THROUGHPUT_EDGES } from './figures-of-bins.ts'
import { extreme, means, overTime, population, ratio, successes, sum, utilisation } from './figures-of-ratios.ts'
import { FIGURES_OF_SAMPLES } from './figures-of-samples.ts'
import { availability, disagreement, mtbf, mttr, onAir, outages, registryShare } from './figures-of-times.ts'

const TIMES: Readonly<Record<string, Kpi>> = {
  'CellAvail.Total': availability('cells', ({ is }) => ['down', 'planned', 'es'].includes(is)),
  'CellAvail.Service': availability('cells', ({ is }) => is === 'down' || is === 'planned'),
  'CellAvail.ExPlanned': availability('cells', ({ is }) => is === 'down'),
  'CellAvail.Equipment': availability('cells', ({ is, external }) => is === 'down' && !external),
  SiteAvail: availability('stations', ({ is }) => ['down', 'planned', 'es'].includes(is)),
  OutageCount: outages,
  Mtbf: mtbf,
  Mttr: mttr,
  AvailDisagreement: disagreement,
}

const ofStations = (kpi: Kpi): Kpi => ({ ...kpi, of: 'stations' })
const saOnly = (kpi: Kpi): Kpi => ({ ...kpi, not: 'NSA' })

function distribution(
  names: { readonly all: string; readonly stem: string; readonly counter: string },
  edges: readonly number[],
  cuts: Readonly<Record<string, number>>,
): Record<string, Kpi> {
  const stage = bins(names.counter)
  const side = edges === DELAY_EDGES ? 'below' : 'above'
  return {
    [names.all]: samples(stage),
    ...Object.fromEntries([5, 50, 95].map((p) => [`${names.stem}P${p}`, percentile(stage, edges, p)])),
    ...Object.fromEntries(Object.entries(cuts).map(([id, edge]) => [names.stem + id, share(stage, edges, edge, side)])),
  }
}
const ofSpeed = (stem: string) =>
  distribution({ all: `${stem}Dist`, stem, counter: `DRB.${stem.replace('Ue', 'UE')}Dist` }, THROUGHPUT_EDGES, {
    Share30: 30_000,
    Share100: 100_000,
  })
const ofDelay = (stem: string, counter: string) =>
  distribution({ all: `${stem}Dist`, stem, counter }, DELAY_EDGES, { Within50: 50 })

/** Mean of a cell, of all together, and the greatest of each cell, added. */
function users(stem: string, mean: string, max: string): Record<string, Kpi> {
  const stage = timesPeriod(mean)
  return {
    [`${stem}Mean`]: overTime(stage, 1e-3),
    [`${stem}Total`]: population(stage, 'cells', 1e-3),
    [`${stem}Max`]: extreme(asTold(max), 'cells', 'max', true, 1e-3),
  }
}

const DELAY_STAGES = {
  cuup: byPackets('cuup', 'DRB.PdcpSduDelayDl', 'Dl'),
  f1u: byPackets('f1u', 'DRB.PdcpF1DelayDl', 'Dl'),
  du: byPackets('du', 'DRB.RlcSduDelayDl', 'Dl'),
  air: byPackets('air', 'DRB.AirIfDelayDl', 'Dl'),
}
const delay = (counter: string, direction: 'Dl' | 'Ul') => means([byPackets('', counter, direction)], 1e-3)
/** 10⁻⁶ of packets, in percent. */
const loss = (counter: string, direction: 'Dl' | 'Ul') => ratio(byPackets('', counter, direction), 1e-4)
const perSecond = (releases: string, time: string) => ratio(quotient([releases], [time]), 1000)

const REPORTS: Readonly<Record<string, Kpi>> = {
  // bit over ms is kbit/s
  DlUeThroughput: ratio(bursts('Dl'), 1),
  UlUeThroughput: ratio(bursts('Ul'), 1),
  UnresVolShareDl: ratio(unrestricted('Dl'), 100),
  UnresVolShareUl: ratio(unrestricted('Ul'), 100),
  CellThpDl: overTime(volume('Dl'), 1e-3),
  CellThpUl: overTime(volume('Ul'), 1e-3),
  TrafficVolumeDl: sum(volume('Dl'), 1e-6),
  TrafficVolumeUl: sum(volume('Ul'), 1e-6),
  PrbUtilDl: utilisation(blocks('Dl')),
  PrbUtilUl: utilisation(blocks('Ul')),
  ...ofSpeed('UeThpDl'),
  ...ofSpeed('UeThpUl'),
  RrcSetupSuccess: successes([success('', 'RRC.ConnEstabAtt', 'RRC.ConnEstabSucc')], 'NSA'),
  NgSignallingSuccess: successes([success('', 'UECNTX.ConnEstabAtt', 'UECNTX.ConnEstabSucc')], 'NSA'),
  PduSessionSetupSuccess: successes([success('', 'SM.PDUSessionSetupReq', 'SM.PDUSessionSetupSucc')], 'NSA'),
  QosFlowSetupSuccess: successes([success('', 'QF.EstabAttNbr', 'QF.EstabSuccNbr')], 'NSA'),
  DrbEstabSuccess: successes([success('', 'DRB.EstabAtt', 'DRB.EstabSucc')]),
  SgnbAddSuccess: successes([success('', 'VS.EnDc.SgnbAddReq', 'VS.EnDc.SgnbAddSucc')], 'SA'),
  PSCellChangeSuccess: successes([success('', 'VS.EnDc.PSCellChangeReq', 'VS.EnDc.PSCellChangeSucc')], 'SA'),
  ScgAbnormalRelease: successes([success('', 'VS.EnDc.SgnbRelTotal', 'VS.EnDc.SgnbRelAbnormal')], 'SA'),
  DRBAccessibility: successes(
    [
      success('rrc', 'RRC.ConnEstabAtt', 'RRC.ConnEstabSucc'),
      success('ng', 'UECNTX.ConnEstabAtt', 'UECNTX.ConnEstabSucc'),
      success('drb', 'DRB.InitialEstabAtt', 'DRB.InitialEstabSucc'),
    ],
    'NSA',
  ),
  GRANHOSR: successes([handover('exec', 'Exe'), handover('prep', 'Prep')], 'NSA'),
  '5GSEPHOSR': successes(
    [
      success('exec', 'MM.HoOutExe5gsToEpsReq', 'MM.HoOutExe5gsToEpsSucc'),
      success('prep', 'MM.HoOut5gsToEpsPrepReq', 'MM.HoOut5gsToEpsPrepSucc'),
    ],
    'NSA',
  ),
  QoSRetain_R1: saOnly(perSecond('QF.RelActNbr', 'QF.SessionTimeQoS')),
  QoSRetain_R2: saOnly(perSecond('QF.RelActNbr', 'QF.SessionTimeUE')),
  DRBRetain: perSecond('DRB.RelActNbr', 'DRB.SessionTime'),
  DrbDropRate: ratio(quotient(['DRB.RelActNbr'], ['DRB.InitialEstabSucc', 'DRB.EstabSucc']), 100),
  DlDelayNr: means(Object.values(DELAY_STAGES), 1e-3),
  PdcpSduDelayDl: means([DELAY_STAGES.cuup], 1e-3),
  PdcpF1DelayDl: means([DELAY_STAGES.f1u], 1e-3),
  DLDelay_gNBDU: means([DELAY_STAGES.du], 1e-3),
  AirIfDelayDl: means([DELAY_STAGES.air], 1e-3),
  DLLat_gNBDU: delay('DRB.RlcSduLatencyDl', 'Dl'),
  AirIfDelayUl: delay('DRB.AirIfDelayUl', 'Ul'),
  RlcDelayUl: delay('DRB.RlcDelayUl', 'Ul'),
  PdcpReordDelayUl: delay('DRB.PdcpReordDelayUl', 'Ul'),
  ...ofDelay('AirIfDelayDl', 'DRB.AirIfDelayDist'),
  ...ofDelay('RlcSduDelayDl', 'DRB.RlcSduDelayDlDist'),
  ...ofDelay('RlcSduLatencyDl', 'DRB.RlcSduLatencyDlDist'),
  PacketLossUl: loss('DRB.PacketLossRateUl', 'Ul'),
  F1uPacketLossUl: loss('DRB.F1UpacketLossRateUl', 'Ul'),
  F1uPacketLossDl: loss('DRB.F1UpacketLossRateDl', 'Dl'),
  PdcpDropDl: loss('DRB.PdcpPacketDropRateDl', 'Dl'),
  RlcDropDl: loss('DRB.RlcPacketDropRateDl', 'Dl'),
  ...users('Conn', 'RRC.ConnMean', 'RRC.ConnMax'),
  ...Object.fromEntries(
    Object.entries(users('InactiveConn', 'RRC.InactiveConnMean', 'RRC.InactiveConnMax')).map(([id, kpi]) => [
      id,
      saOnly(kpi),
    ]),
  ),
  ...users('ActiveUeDl', 'DRB.MeanActiveUeDl', 'DRB.MaxActiveUeDl'),
  ...users('ActiveUeUl', 'DRB.MeanActiveUeUl', 'DRB.MaxActiveUeUl'),
  // 1 mWh is 3.6 J
  EnergyEfficiency: ofStations(ratio(dataAndEnergy, 1, 3.6)),
  Energy: ofStations(sum(asTold('PEE.Energy'), 1e-6)),
  PowerMean: population(timesPeriod('PEE.AvgPower'), 'stations', 1e-3),
  PowerMax: extreme(asTold('PEE.MaxPower'), 'stations', 'max', false, 1e-3),
  PowerMin: extreme(asTold('PEE.MinPower'), 'stations', 'min', false, 1e-3),
  TemperatureMean: ofStations(overTime(timesPeriod('PEE.AvgTemperature'), 1e-3)),
  TemperatureMax: extreme(asTold('PEE.MaxTemperature'), 'stations', 'max', false, 1e-3),
}

const REGISTRY: Readonly<Record<string, Kpi>> = {
  InfraShareRatio: registryShare('shared'),
  DomesticShare: registryShare('domestic'),
  StationsOnAir: onAir(false),
  LicensedCapUse: onAir(true),
}

/** Every KPI of the catalogue by hand, but for the busy hours, which are made of hours: `busy-hours.ts`. */
export const FIGURES: Readonly<Record<string, Kpi>> = { ...TIMES, ...REPORTS, ...FIGURES_OF_SAMPLES, ...REGISTRY }
