import type { StationPlan } from './plan.ts'
import { SERVING, stateWords, type Truth, truthOf } from './truth.ts'
import type { CellValues, Said } from './world.ts'

const BOOTS = ['1790000000000-7', '1790000900000-8'] as const

/** Everything that a station makes in its time, in order, each message with its number; nothing is lost yet. */
export function everythingSaid(id: string, plan: StationPlan, t0: number, spanS: number): Said[] {
  const said: Said[] = []
  const { restart } = plan
  let boot = 0
  let seq = 0
  let bornAt = plan.beginsAt
  let reports = 0
  let lastState: (Truth | undefined)[] = []
  const at = (s: number) => t0 + s * 1000
  const number = () => ({ boot: BOOTS[boot]!, seq: seq++ })

  const birth = (s: number) => {
    const before = boot === 1 ? { prev: { boot: BOOTS[0], last: seq - 1 } } : {}
    if (boot === 1) seq = 0
    said.push({
      station: id,
      kind: 'birth',
      body: {
        ...number(),
        t: at(s),
        conn: `c${boot}`,
        started: at(boot === 0 ? s : restart!.at + restart!.lasts),
        reason: boot === 0 ? 'power' : restart!.reason,
        hb: plan.hb,
        ...before,
        cells: plan.cells.map((cell, i) => ({
          cell: String(i + 1),
          mode: cell.mode,
          band: 'n41',
          scsKHz: cell.scsKHz,
        })),
      },
    })
    bornAt = s
    lastState = []
  }

  const tellStates = (s: number) => {
    for (const [i, cell] of plan.cells.entries()) {
      const truth = truthOf(plan, cell, s)
      if (!cell.tellsState || (lastState[i] === truth && (s - bornAt) % 300 !== 0)) continue
      lastState[i] = truth
      said.push({
        station: id,
        kind: 'state',
        body: { ...number(), t: at(s) + plan.behindMs, cell: String(i + 1), ...stateWords(truth) },
      })
    }
  }

  const report = (s: number, gp: number, rev: number) => {
    const pick = reports++
    const has = (picks: readonly number[]) => picks.some((each) => each % 200 === pick % 200)
    const cells = plan.cells.flatMap((cell, i): CellValues[] => {
      const down = !SERVING.includes(truthOf(plan, cell, s - 1))
      if (down && plan.leavesOutDown) return []
      const m = measured(gp, pick, i, rev, has(plan.excessive), cell.mode, plan.steady === true)
      return [
        {
          cell: String(i + 1),
          ...(has(plan.suspect) && { suspect: true }),
          // a correction that leaves counters out is a case of its own: disagreements.test.ts
          m: has(plan.thinned) && rev === 0 ? thinned(m, pick) : m,
          ...(pick % 5 === 0 && { u: { 'DRB.PdcpSduVolumeDL': 'kbit' } }),
        },
      ]
    })
    said.push({ station: id, kind: 'pm', body: { ...number(), end: at(s), gp, rev, cells } })
    if (rev < 2 && has(plan.corrected)) report(s, gp, rev + 1)
  }

  for (let s = plan.beginsAt; s <= spanS; s++) {
    if (restart !== undefined && s >= restart.at && s < restart.at + restart.lasts + restart.birthAfter) {
      if (s === restart.at) boot = 1
      continue
    }
    if (s === plan.beginsAt || (restart !== undefined && s === restart.at + restart.lasts + restart.birthAfter))
      birth(s)
    tellStates(s)
    const began = boot === 0 ? plan.beginsAt : restart!.at + restart!.lasts
    if (s > bornAt && (s - bornAt) % Math.min(60, plan.hb) === 0) {
      said.push({ station: id, kind: 'state', body: { ...number(), t: at(s) + plan.behindMs, queued: 0 } })
    }
    for (const gp of plan.gps) if (s % gp === 0 && s - gp >= began) report(s, gp, 0)
    for (const gp of plan.oddGps) {
      // an odd period lies anywhere, yet within one day of Vietnam
      if ((s - began) % (gp * 3) === gp && Math.floor((s - gp) / 3600) === Math.floor((s - 1) / 3600)) report(s, gp, 0)
    }
  }
  return said
}

/** Counters of one cell and period: whole numbers that differ from report to report. */
function measured(
  gp: number,
  pick: number,
  cell: number,
  rev: number,
  excessive: boolean,
  mode: string,
  steady: boolean,
) {
  const some = (most: number, salt: number) =>
    ((pick * 7919 + cell * 104_729 + rev * 15_485_863 + salt * 613) % 9973) % most
  const attempts = steady ? gp : some(40, 1)
  const successes = excessive ? attempts + 1 + some(3, 2) : Math.max(0, attempts - some(steady ? gp + 1 : 4, 3))
  return {
    'DRB.PdcpSduVolumeDL': gp * some(50, 4),
    // less than nothing is impossible alone: no figure may take it
    'DRB.PdcpSduVolumeUL': excessive ? -1 : gp * some(9, 5),
    'VS.DRB.UEThpVolDl': gp * some(900, 6),
    'VS.DRB.UEThpTimeDl': some(gp * 1000, 7),
    'VS.DRB.UEThpVolUl': gp * some(90, 8),
    'VS.DRB.UEThpTimeUl': some(gp * 1000, 9),
    'RRU.PrbUsedDl': some(106, 10),
    'RRU.PrbAvailDl': 106,
    'RRU.PrbUsedUl': some(51, 11),
    'RRU.PrbAvailUl': 51,
    ...(mode !== 'NSA' && {
      'RRC.ConnEstabAtt.sum': attempts,
      'RRC.ConnEstabSucc.sum': successes,
      'UECNTX.ConnEstabAtt.sum': successes,
      'UECNTX.ConnEstabSucc.sum': Math.max(0, successes - some(2, 12)),
      'SM.PDUSessionSetupReq.sum': attempts,
      'SM.PDUSessionSetupSucc.sum': successes,
      'QF.EstabAttNbr.sum': attempts + 2,
      'QF.EstabSuccNbr.sum': successes,
    }),
    ...(mode !== 'SA' && {
      'VS.EnDc.SgnbAddReq': attempts + 1,
      'VS.EnDc.SgnbAddSucc': successes,
      'VS.EnDc.PSCellChangeReq': attempts,
      'VS.EnDc.PSCellChangeSucc': successes,
    }),
  }
}

/** Some counters left out, some not available. */
function thinned(m: Readonly<Record<string, number>>, pick: number): Record<string, number | null> {
  const out: Record<string, number | null> = {}
  for (const [i, [name, value]] of Object.entries(m).entries()) {
    if ((i + pick) % 3 === 0) continue
    out[name] = (i + pick) % 5 === 0 ? null : value
  }
  return out
}
