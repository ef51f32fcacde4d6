/**
 * The embedded broker knows who published. A delivery whose topic is not the user's own is kept like every other, with
 * its topic marked, so that the processor can judge it by the registry (a gateway speaks for many stations) or reject it
 * as `identity-mismatch`. A user name is a station's id and holds no `!`; a genuine topic begins with `tram5g/`.
 */
export interface ForeignTopic {
  readonly user: string
  readonly topic: string
}

/** Example: user `HN-0001`, topic `tram5g/v1/live/HN-0002/pm` → `!HN-0001!tram5g/v1/live/HN-0002/pm`. */
export function formatForeignTopic(user: string, topic: string): string {
  return `!${user}!${topic}`
}

/** User and original topic of a marked one; `undefined` where the topic bears no mark. */
export function parseForeignTopic(topic: string): ForeignTopic | undefined {
  if (topic.charCodeAt(0) !== 0x21) return undefined
  const end = topic.indexOf('!', 1)
  return end < 2 ? undefined : { user: topic.slice(1, end), topic: topic.slice(end + 1) }
}
