/** `live`, or `sim-…` / `replay-…`: log, state, database and collector belong to exactly one realm and carry its name. */
export type Realm = string

export const REALM_PATTERN = /^(live|(sim|replay)-[a-z0-9][a-z0-9-]{0,40})$/

export const REALM_RULE = "'live', or 'sim-' or 'replay-' followed by up to 41 of a-z, 0-9 and '-'"

export function isRealm(text: string): boolean {
  return REALM_PATTERN.test(text)
}

export type RealmKind = 'live' | 'simulated' | 'replayed'

/** What is shown from another realm than `live` carries a watermark. */
export function realmKind(realm: Realm): RealmKind {
  if (realm.startsWith('sim-')) return 'simulated'
  if (realm.startsWith('replay-')) return 'replayed'
  return 'live'
}
