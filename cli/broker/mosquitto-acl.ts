import { formatTopic, type Realm, subscriptionsOf } from '../../contract/mod.ts'
import type { AclRules } from './acl-rules.ts'

export interface MosquittoAclOptions {
  readonly realm: Realm
  /** MQTT user of the collector: it reads all of the realm, asks for what is missing, and sees what the broker dropped. */
  readonly collector: string
  /** Said at its head: from what it was made, and when. */
  readonly remarks: readonly string[]
}

/** The `acl_file` of Mosquitto: what is not named is denied. */
export function mosquittoAcl({ users }: AclRules, { realm, collector, remarks }: MosquittoAclOptions): string {
  const lines = [
    ...remarks.map((remark) => `# ${remark}`),
    '',
    `user ${collector}`,
    ...subscriptionsOf(realm)
      .filter((topic) => !topic.includes('/pm/'))
      .map((topic) => `topic read ${topic}`),
    `topic read ${formatTopic(realm, '+', 'pm')}/+`,
    `topic write ${formatTopic(realm, '+', 'cmd')}`,
    'topic read $SYS/broker/publish/messages/dropped',
  ]
  for (const { user, write, read } of users) {
    lines.push('', `user ${user}`)
    for (const topic of write) lines.push(`topic write ${topic}`)
    for (const topic of read) lines.push(`topic read ${topic}`)
  }
  return `${lines.join('\n')}\n`
}
