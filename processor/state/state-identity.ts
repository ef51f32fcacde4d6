/** What the state belongs to; it refuses any other log, realm or layout of parts. */
export interface StateIdentity {
  readonly realm: string
  readonly logId: string
  readonly partition: number
  /** Field names of the vectors in it, in their order. */
  readonly fields: readonly string[]
}

/** Why a state that belongs to `known` cannot go on as `wanted`; undefined: it can. */
export function difference(known: StateIdentity, wanted: StateIdentity): string | undefined {
  if (known.realm !== wanted.realm) return `the state is of realm ${known.realm}, the log of ${wanted.realm}`
  if (known.logId !== wanted.logId) return `the state was made from log ${known.logId}, this is log ${wanted.logId}`
  if (known.partition !== wanted.partition)
    return `the state is of partition ${known.partition}, not ${wanted.partition}`
  return known.fields.join() === wanted.fields.join() ? undefined : 'the state was made with another KPI catalogue'
}
