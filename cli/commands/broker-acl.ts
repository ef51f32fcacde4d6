import { type AclRules, aclRules } from '../broker/acl-rules.ts'
import { mosquittoAcl } from '../broker/mosquitto-acl.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { localTime } from '../output/time.ts'
import { registryRows } from '../runtime/known-registry.ts'
import { writeOut } from '../runtime/write-out.ts'

export interface BrokerAclOptions {
  readonly format: 'mosquitto'
  readonly out?: string
  /** The collector's MQTT user; absent: TRAM5G_MQTT_USERNAME, or `collector`. */
  readonly collector?: string
}

/** What a user may be called: it stands alone on a line of the file. */
const USER = /^[^\s\p{Cc}#+/]{1,128}$/u

/** `tram5g broker acl`: who may publish and read what, as the registry has it now. */
export async function brokerAcl(
  config: Config,
  options: BrokerAclOptions,
  nowMs: number,
  { write, warn }: { write: (text: string) => void; warn: (text: string) => void },
): Promise<void> {
  const collector = options.collector ?? config.mqttUsername ?? 'collector'
  if (!USER.test(collector))
    throw new ConfigError(
      `--collector: expected a user name without white space, # + and /, got ${JSON.stringify(collector)}.`,
    )
  const rows = await registryRows(config)
  const rules = aclRules(
    rows.map(({ line }) => line),
    config.realm,
    nowMs,
  )
  if (rules.users.some(({ user }) => user === collector))
    throw new ConfigError(
      `--collector: ${collector} is a publisher in the registry: the collector needs a user of its own, since it may read all stations.`,
    )
  if (rules.users.length === 0)
    warn(
      `warning: the registry of realm ${config.realm} names no station: nobody may publish. 'tram5g registry import' registers them.`,
    )
  const text = mosquittoAcl(rules, { realm: config.realm, collector, remarks: remarksOf(rules, config.realm, nowMs) })
  if (rules.changesAt !== undefined)
    warn(`note: the registry changes who may publish at ${localTime(rules.changesAt)} (UTC+7): run this again then.`)
  if (options.out === undefined) write(text)
  else writeOut(options.out, text)
}

function remarksOf({ users, changesAt }: AclRules, realm: string, nowMs: number): string[] {
  const stations = users.reduce((n, { speaksFor }) => n + speaksFor.length, 0)
  return [
    `Made by 'tram5g broker acl' from the registry of realm ${realm} as of ${localTime(nowMs)} (UTC+7):`,
    `${stations} stations and probes, ${users.length} publishers. Changes here are lost when it is made again.`,
    ...(changesAt === undefined
      ? []
      : [`Make it again at ${localTime(changesAt)} (UTC+7), when the registry says otherwise.`]),
    'A denied message is acknowledged to a 3.1.1 publisher as if it had been taken: look at what arrives.',
  ]
}
