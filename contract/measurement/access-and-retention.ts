import { type Measurement, type MeasurementEntry, measurement } from './measurement.ts'

const BY_SERVICE = ['5qi', 'snssai'] as const

type Choice = Partial<Omit<MeasurementEntry, 'name'>>

const counts = (names: readonly string[], choice: Choice = {}): Measurement[] =>
  names.map((name) =>
    measurement({ name, quantity: 'count', unit: 'count', method: 'CC', objects: ['NRCellCU'], ...choice }),
  )

const sessionTime = (names: readonly string[], choice: Choice = {}): Measurement[] =>
  counts(names, { quantity: 'duration', unit: 's', note: 'O-RAN gives ms: say so in u', ...choice })

const NSA: Choice = {
  confidence: 'D',
  source: 'extension: VS. marks what the standard does not have; procedures of TS 37.340 10',
}

/** Getting a connection and keeping it: RRC, NG, bearers, QoS flows, PDU sessions, EN-DC. */
export const ACCESS_AND_RETENTION: readonly Measurement[] = [
  ...counts(['RRC.ConnEstabAtt', 'RRC.ConnEstabSucc'], {
    dimensions: ['cause'],
    note: 'causes add up to the total; repeated requests of one set-up count once',
  }),
  ...counts(['RRC.ConnEstabFailCause'], { dimensions: ['cause'], causes: ['NetworkReject', 'NoReply', 'Other'] }),
  ...counts(['UECNTX.ConnEstabAtt'], { dimensions: ['cause'], aliases: ['UECNTXT.ConnEstabAtt'] }),
  ...counts(['UECNTX.ConnEstabSucc'], { dimensions: ['cause'], aliases: ['UECNTXT.ConnEstabSucc'] }),
  ...counts(['DRB.InitialEstabAtt', 'DRB.InitialEstabSucc', 'DRB.EstabAtt', 'DRB.EstabSucc'], {
    dimensions: BY_SERVICE,
  }),
  // §2 of the reference writes Req/Succ/Fail for short; its KPI table gives the names in full
  ...counts(['SM.PDUSessionSetupReq'], { dimensions: ['snssai'] }),
  ...counts(['SM.PDUSessionSetupSucc'], { dimensions: ['snssai'] }),
  ...counts(['SM.PDUSessionSetupFail'], { dimensions: ['cause', 'snssai'] }),
  ...counts(
    [
      'QF.EstabAttNbr',
      'QF.EstabSuccNbr',
      'QF.EstabFailNbr',
      'QF.InitialEstabAttNbr',
      'QF.InitialEstabSuccNbr',
      'QF.InitialEstabFailNbr',
    ],
    { dimensions: [...BY_SERVICE, 'cause'] },
  ),
  ...counts(['QF.RelActNbr'], { dimensions: BY_SERVICE }),
  ...sessionTime(['QF.SessionTimeQoS'], {
    dimensions: BY_SERVICE,
    additive: false,
    note: 'parallel flows count the same time twice: never sum it to a UE; O-RAN gives ms: say so in u',
  }),
  ...sessionTime(['QF.SessionTimeUE']),
  ...counts(['DRB.RelActNbr'], { dimensions: BY_SERVICE }),
  ...sessionTime(['DRB.SessionTime'], { dimensions: BY_SERVICE }),
  ...counts(['RRC.ReEstabAtt', 'RRC.ReEstabSuccWithUeContext', 'RRC.ReEstabSuccWithoutUeContext']),
  ...counts(
    [
      'VS.EnDc.SgnbAddReq',
      'VS.EnDc.SgnbAddSucc',
      'VS.EnDc.SgnbRelAbnormal',
      'VS.EnDc.SgnbRelTotal',
      'VS.EnDc.PSCellChangeReq',
      'VS.EnDc.PSCellChangeSucc',
    ],
    { ...NSA, dimensions: ['cause'] },
  ),
]
