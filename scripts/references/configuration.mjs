import { code, madeBy, table } from './table.mjs'

const UNITS = [
  ['GiB', 1024 ** 3],
  ['MiB', 1024 ** 2],
]

/** A default as a person would write it: 21474836480 bytes are 20GiB. */
function written(name, value) {
  if (value === undefined) return ''
  if (name === 'logBudget') {
    const [unit, size] = UNITS.find(([, bytes]) => value % bytes === 0) ?? ['B', 1]
    return code(`${value / size}${unit}`)
  }
  return code(value)
}

const flagOf = (name) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** docs/configuration.md from the table of settings, which is also what validates them. */
export function configuration({ SETTINGS, DEFAULTS, yamlKey }) {
  const rows = Object.entries(SETTINGS).map(([name, { env, allowed, about }]) => [
    code(env),
    code(flagOf(name)),
    code(yamlKey(name)),
    written(name, DEFAULTS[name]),
    allowed,
    about,
  ])
  return `${madeBy('cli/config/settings.ts')}

# Configuration

A setting is taken from the first of these that has it: the flag, the environment variable, \`tram5g.yaml\` in the folder
where the command is started, the default. An unknown flag, an unknown variable that begins with \`TRAM5G_\` and an unknown
key of the file are errors that name what is allowed. \`tram5g config\` prints what is in force, and from where.

Secrets are never settings themselves: a setting names the file that holds the secret.

${table(['variable', 'flag', 'key in tram5g.yaml', 'default', 'allowed', 'meaning'], rows)}

\`TRAM5G_REALM\` has no default where data is taken in or simulated. \`up\` and the commands that look at data fall back to
\`sim-demo\`.

An example of \`tram5g.yaml\` for a collector with a broker of its own and InfluxDB:

\`\`\`yaml
realm: live
data_dir: /var/lib/tram5g
mqtt_url: mqtts://broker.example:8883
mqtt_username: collector
mqtt_password_file: /etc/tram5g/mqtt-password
mqtt_ca: /etc/tram5g/broker-ca.pem
influx_url: http://influxdb.example:8086
influx_org: tram5g
influx_token_file: /etc/tram5g/influx-token
log_budget: 200GiB
\`\`\`
`
}
