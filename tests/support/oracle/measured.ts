import type { Family, StationPlan } from './plan.ts'

/** What one report of a cell is about. */
export interface Subject {
  readonly plan: Pick<StationPlan, 'tells' | 'way' | 'idle' | 'steady'>
  readonly mode: string
  readonly gp: number
  /** Number of the report, of the cell, and of the correction: no two reports say the same. */
  readonly pick: number
  readonly cell: number
  readonly rev: number
  /** Says in many places what cannot be. */
  readonly excessive: boolean
}

type Counters = Record<string, number>
type Some = (most: number, salt: number) => number

/** Counters of one cell and period: numbers that differ from report to report. */
export function measured(subject: Subject): Counters {
  const { plan, pick, cell, rev } = subject
  const some: Some = (most, salt) =>
    plan.idle ? 0 : ((pick * 7919 + cell * 104_729 + rev * 15_485_863 + salt * 613) % 9973) % most
  const m: Counters = {}
  for (const family of plan.tells) Object.assign(m, OF_FAMILY[family](subject, some))
  return m
}

/** What the station as a whole counts in the same report. */
export function measuredOfStation({ plan, gp, pick, excessive }: Subject): Counters {
  if (!plan.tells.includes('power')) return {}
  const watt = plan.idle ? 0 : 300 + ((pick * 37) % 900)
  return {
    'PEE.Energy': excessive ? -0.001 : Math.round((watt * gp) / 3.6) / 1e6,
    ...(plan.way % 2 === 0 && {
      'PEE.AvgPower': watt + 0.125,
      'PEE.MaxPower': watt + 90,
      'PEE.MinPower': watt - ((pick * 13) % 200),
      'PEE.AvgTemperature': ((pick * 7) % 60) - 10.5,
      'PEE.MaxTemperature': ((pick * 7) % 60) - 5,
    }),
  }
}

const OF_FAMILY: Readonly<Record<Family, (subject: Subject, some: Some) => Counters>> = {
  volume: volumes,
  throughput: ({ gp, plan, excessive }, some) => {
    const rates = { 'DRB.UEThpDl': some(90_000, 6), 'DRB.UEThpUl': excessive ? -3000 : some(4, 8) * 3000 }
    const unrestricted = { 'DRB.UEUnresVolDl': excessive ? 130 : some(101, 40), 'DRB.UEUnresVolUl': some(101, 41) }
    if (plan.way % 3 === 1) return { ...rates, 'DRB.MeanActiveUeDl': some(900, 42) / 100, ...unrestricted }
    if (plan.way % 3 === 2) return { ...rates, ...unrestricted }
    return {
      'VS.DRB.UEThpVolDl': gp * some(900, 6),
      'VS.DRB.UEThpTimeDl': some(gp * 1000, 7),
      'VS.DRB.UEThpVolUl': gp * some(90, 8),
      'VS.DRB.UEThpTimeUl': some(gp * 1000, 9),
      ...unrestricted,
    }
  },
  distribution: distributions,
  blocks: ({ plan, excessive, pick }, some) => ({
    ...(plan.way % 3 > 0 && { 'RRU.PrbTotUl': excessive ? 101 : some(101, 11) }),
    ...(plan.way % 3 !== 1 && {
      'RRU.PrbUsedDl': excessive && pick % 2 === 0 ? 120 : some(1060, 10) / 10,
      'RRU.PrbAvailDl': 106,
    }),
    ...(plan.way % 3 === 0 && { 'RRU.PrbUsedUl': some(51, 11), 'RRU.PrbAvailUl': 51 }),
  }),
  access: accesses,
  retain: ({ gp, excessive }, some) => ({
    'QF.RelActNbr.sum': some(9, 20),
    'QF.SessionTimeQoS.sum': excessive ? -5 : some(gp * 90, 21),
    'QF.SessionTimeUE': some(gp * 50, 22),
    'DRB.RelActNbr.sum': some(7, 23),
    'DRB.SessionTime.sum': some(gp * 60, 24),
    'DRB.InitialEstabSucc.sum': some(30, 25),
    'DRB.EstabSucc.sum': some(40, 26),
  }),
  mobility: ({ mode, plan, ...subject }, some) => {
    const [att, succ] = attempted({ plan, ...subject }, some, 30)
    const of = (name: string) => ({ [`${name}Req`]: att, [`${name}Succ`]: succ })
    return {
      ...(mode !== 'NSA' && {
        ...(plan.way % 3 !== 2 && { ...of('MM.HoExeInter'), ...(plan.way % 2 === 0 && of('MM.HoPrepInter')) }),
        ...(plan.way % 3 !== 1 && { ...of('MM.HoExeIntra'), ...of('MM.HoPrepIntra') }),
        ...of('MM.HoOutExe5gsToEps'),
        ...(plan.way % 4 > 0 && of('MM.HoOut5gsToEpsPrep')),
      }),
    }
  },
  delay: ({ plan }, some) => {
    const mean = (name: string, salt: number, isCounted: boolean) => ({
      [name]: some(900, salt) / 10,
      ...(isCounted && { [`VS.${name}.Nbr`]: some(5000, salt + 1) }),
    })
    const isCounted = plan.way % 3 > 0
    return {
      ...mean('DRB.PdcpSduDelayDl', 50, isCounted),
      ...(plan.way % 2 === 0 && mean('DRB.PdcpF1DelayDl', 52, true)),
      ...mean('DRB.RlcSduDelayDl', 54, isCounted),
      ...(plan.way % 4 > 0 && mean('DRB.AirIfDelayDl', 56, isCounted)),
      ...mean('DRB.RlcSduLatencyDl', 58, isCounted),
      ...mean('DRB.AirIfDelayUl', 60, true),
      ...mean('DRB.RlcDelayUl', 62, isCounted),
      ...mean('DRB.PdcpReordDelayUl', 64, isCounted),
    }
  },
  loss: ({ plan, excessive }, some) => {
    const rate = (name: string, salt: number) => ({
      [name]: excessive ? 1_000_001 : some(90_000, salt),
      ...(plan.way % 2 === 0 && { [`VS.${name}.Nbr`]: some(7000, salt + 1) }),
    })
    return {
      ...rate('DRB.PacketLossRateUl', 70),
      ...rate('DRB.F1UpacketLossRateUl', 72),
      ...rate('DRB.F1UpacketLossRateDl', 74),
      ...rate('DRB.PdcpPacketDropRateDl', 76),
      ...rate('DRB.RlcPacketDropRateDl', 78),
    }
  },
  users: ({ mode, plan }, some) => ({
    'RRC.ConnMean': some(9000, 80) / 100,
    'RRC.ConnMax': some(200, 81),
    ...(mode !== 'NSA' && { 'RRC.InactiveConnMean': some(900, 82) / 100, 'RRC.InactiveConnMax': some(100, 83) }),
    ...(plan.way % 2 === 0 && { 'DRB.MeanActiveUeDl': some(900, 42) / 100, 'DRB.MaxActiveUeDl': some(40, 85) }),
    'DRB.MeanActiveUeUl': some(900, 86) / 100,
    'DRB.MaxActiveUeUl': some(40, 87),
  }),
  'en-dc': ({ mode, ...subject }, some) => {
    if (mode === 'SA') return {}
    const [att, succ] = attempted(subject, some, 31)
    return {
      'VS.EnDc.SgnbAddReq': att,
      'VS.EnDc.SgnbAddSucc': succ,
      'VS.EnDc.PSCellChangeReq': att,
      'VS.EnDc.PSCellChangeSucc': succ,
      'VS.EnDc.SgnbRelTotal': att,
      'VS.EnDc.SgnbRelAbnormal': succ,
    }
  },
  power: volumes,
}

/** Steady: an attempt a second. Excessive: more successes than attempts. */
function attempted({ plan, gp, excessive }: Omit<Subject, 'mode'>, some: Some, salt: number): [number, number] {
  if (plan.idle) return [0, 0]
  const attempts = plan.steady ? gp : some(40, salt)
  const successes = excessive ? attempts + 1 + some(3, 2) : Math.max(0, attempts - some(plan.steady ? gp + 1 : 4, 3))
  return [attempts, successes]
}

function volumes({ gp, plan, excessive, cell }: Subject, some: Some): Counters {
  // of one cell less than nothing, which is impossible alone: no figure may take it
  const [down, up] = [gp * some(50, 4), excessive && cell === 0 ? -1 : gp * some(9, 5)]
  return {
    ...(plan.way % 4 !== 1 && { 'DRB.PdcpSduVolumeDL': down, 'DRB.PdcpSduVolumeUL': up }),
    ...(plan.way % 4 === 1 && { 'DRB.F1uPdcpSduVolumeDL': down, 'DRB.F1uPdcpSduVolumeUL': up }),
    // the same data once more: it may not be counted twice
    ...(plan.way % 4 === 2 && { 'DRB.F1uPdcpSduVolumeDL': down, 'DRB.F1uPdcpSduVolumeUL': gp }),
  }
}

function distributions({ excessive, plan }: Subject, some: Some): Counters {
  const of = (name: string, salt: number) => ({
    [`${name}.bin${some(33, salt)}`]: some(90, salt + 1),
    [`${name}.bin${plan.way % 3 === 0 ? 32 : 15}`]: some(9, salt + 2),
    // of another maker, or impossible
    ...(excessive && { [`${name}.bin${salt % 2 === 0 ? 40 : 7}`]: -1 + (salt % 2 === 0 ? 8 : 0) }),
  })
  return {
    ...of('DRB.UEThpDlDist', 90),
    ...of('DRB.UEThpUlDist', 93),
    ...of('DRB.AirIfDelayDist', 96),
    ...of('DRB.RlcSduDelayDlDist', 99),
    ...of('DRB.RlcSduLatencyDlDist', 102),
  }
}

function accesses(subject: Subject, some: Some): Counters {
  const [attempts, successes] = attempted(subject, some, 1)
  const { mode, plan, pick } = subject
  const less = plan.idle || plan.steady ? 0 : Math.min(successes, some(2, 12))
  // parts alone, and now and then a total unlike them
  const parts = { 'RRC.ConnEstabAtt.causeMoData': attempts - less, 'RRC.ConnEstabAtt.causeMtAccess': less }
  const byCause = plan.way % 4 === 3 && attempts >= less
  return {
    ...(mode !== 'NSA' && {
      ...(byCause && parts),
      ...((!byCause || pick % 5 === 0) && { 'RRC.ConnEstabAtt.sum': attempts + (byCause && pick % 10 === 0 ? 1 : 0) }),
      'RRC.ConnEstabSucc.sum': successes,
      ...(plan.way % 3 > 0 && {
        'UECNTX.ConnEstabAtt.sum': plan.steady ? attempts : successes,
        'UECNTX.ConnEstabSucc.sum': Math.max(0, successes - less),
      }),
      'SM.PDUSessionSetupReq.sum': attempts,
      'SM.PDUSessionSetupSucc.sum': successes,
      'QF.EstabAttNbr.sum': attempts + (plan.idle || plan.steady ? 0 : 2),
      'QF.EstabSuccNbr.sum': successes,
      'DRB.InitialEstabAtt.sum': attempts,
      'DRB.InitialEstabSucc.sum': successes,
    }),
    'DRB.EstabAtt.sum': attempts,
    'DRB.EstabSucc.sum': successes,
  }
}
