import type { OperatorsWord, OutageDeclareRecord, OutageWithdrawRecord } from '../contract/mod.ts'
import type { EventRow } from '../store/mod.ts'
import { DECLARED_OUTAGES_KEY, eventKey } from './state/keys.ts'
import type { Draft, StateReader } from './state/view.ts'
import { floorToSecond } from './timeline/evidence.ts'

/** The operator's word that stations or cells were down over [from, to); withdrawn: `to` is `from`. */
export interface DeclaredOutage extends OperatorsWord {
  readonly id: string
  readonly targets: readonly string[]
  readonly from: number
  readonly to: number
  readonly withdrawn?: OperatorsWord
}

export function readDeclaredOutages(view: StateReader): readonly DeclaredOutage[] {
  return view.get<readonly DeclaredOutage[]>(DECLARED_OUTAGES_KEY) ?? []
}

/** What was declared of a cell and begins before `toMs`, in whole seconds, in order of its start. */
export function declaredOutagesOf(view: StateReader, station: string, cell: string, toMs: number): DeclaredOutage[] {
  return readDeclaredOutages(view)
    .filter((d) => d.from < d.to && d.from < toMs)
    .filter((d) => d.targets.includes(station) || d.targets.includes(`${station}/${cell}`))
    .map((d) => ({ ...d, from: floorToSecond(d.from), to: floorToSecond(d.to) }))
    .sort((a, b) => a.from - b.from)
}

/** What a record changed, and the key of its event for the store. */
export interface DeclaredChange {
  readonly outage: DeclaredOutage
  readonly key: string
}

/** Takes a declaration; undefined where its id is taken: the first word stands until it is withdrawn. */
export function declareOutage(draft: Draft, record: OutageDeclareRecord): DeclaredChange | undefined {
  const all = readDeclaredOutages(draft)
  if (all.some((d) => d.id === record.id)) return undefined
  const { id, targets, from, to, by, at, why } = record
  const outage: DeclaredOutage = { id, targets, from, to, by, at, why }
  draft.put(DECLARED_OUTAGES_KEY, [...all, outage])
  return { outage, key: putEvent(draft, outage, to) }
}

/** Takes a declaration back; undefined where none has this id, or it was taken back before. */
export function withdrawOutage(
  draft: Draft,
  { id, by, at, why }: OutageWithdrawRecord,
): (DeclaredChange & { readonly before: DeclaredOutage }) | undefined {
  const all = readDeclaredOutages(draft)
  const before = all.find((d) => d.id === id)
  if (before === undefined || before.withdrawn !== undefined) return undefined
  const outage: DeclaredOutage = { ...before, to: before.from, withdrawn: { by, at, why } }
  draft.put(
    DECLARED_OUTAGES_KEY,
    all.map((d) => (d === before ? outage : d)),
  )
  return { before, outage, key: putEvent(draft, outage, before.to) }
}

function putEvent(draft: Draft, outage: DeclaredOutage, plannedTo: number): string {
  const { id, targets, from, to, by, at, why, withdrawn } = outage
  const [station = '', cell = ''] = targets.length === 1 ? (targets[0] as string).split('/') : []
  const key = eventKey(`declared-outage-${id}`)
  draft.put(key, {
    id: `declared-outage-${id}`,
    type: 'declared-outage',
    from,
    to,
    station,
    cell,
    cause: withdrawn === undefined ? 'declared' : 'taken-back',
    text: `${why} (${by}): ${targets.join(' ')}`.slice(0, 1000),
    window: {
      targets,
      by,
      why,
      ticket: '',
      approvedBy: '',
      recordedAt: at,
      afterwards: at > from,
      plannedTo,
      ...(withdrawn !== undefined && { changed: withdrawn }),
    },
  } satisfies EventRow)
  return key
}
