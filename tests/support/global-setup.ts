import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NEEDED = {
  mosquitto: 'integration with a real broker',
  influxd: 'the InfluxDB store',
  chromium: 'the console in a browser',
}

let told = false

/** Says once and loudly what will be skipped for want of a program; CI forbids it with TRAM5G_FORBID_SKIP=1. */
export function setup(): void {
  if (told) return
  told = true
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin']
  for (const [program, what] of Object.entries(NEEDED)) {
    if (folders.some((folder) => existsSync(join(folder, program)))) continue
    process.stderr.write(`\n!! ${program} is not installed: tests of ${what} are SKIPPED.\n`)
  }
}
