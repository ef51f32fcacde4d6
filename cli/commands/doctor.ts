import { existsSync, statfsSync } from 'node:fs'
import { connect } from 'node:net'
import { LIMITS } from '../../contract/mod.ts'
import type { HealthReport } from '../../dashboards/mod.ts'
import type { StationRow } from '../../store/mod.ts'
import type { Config } from '../config/settings.ts'
import { askRunning } from '../runtime/api-client.ts'
import { makeLogger } from '../runtime/logger.ts'
import { openStore } from '../runtime/open-store.ts'
import { makeRoot, type RealmPaths, realmPaths } from '../runtime/paths.ts'
import { readRunFile } from '../runtime/run-file.ts'

interface Finding {
  readonly ok: boolean
  readonly what: string
  /** What to do, where it is not. */
  readonly remedy?: string
}

const MIN_FREE_BYTES = 1024 ** 3

/** `tram5g doctor`: looks at everything a running pipeline needs; true where nothing is wrong. */
export async function doctor(config: Config, nowMs: number, say: (text: string) => void): Promise<boolean> {
  const paths = realmPaths(config)
  const findings: Finding[] = [node(), folder(paths)]
  if (existsSync(paths.root)) findings.push(disk(paths.root))
  findings.push(await broker(config))
  if (config.influxUrl !== undefined) findings.push(await influx(config))
  const run = readRunFile(paths)
  findings.push({
    ok: true,
    what:
      run === undefined
        ? 'no tram5g process serves this data now'
        : `'tram5g ${run.command}' runs as process ${run.pid} at ${run.url}`,
  })
  if (run !== undefined) findings.push(...(await running(config, nowMs)))
  for (const { ok, what, remedy } of findings)
    say(`${ok ? '  ok  ' : 'WRONG '} ${what}${ok || remedy === undefined ? '' : `\n       → ${remedy}`}`)
  return findings.every((f) => f.ok)
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const ok = major > 20 || (major === 20 && minor >= 19)
  return { ok, what: `Node.js ${process.versions.node}`, remedy: 'install Node.js 20.19 or newer' }
}

function folder(paths: RealmPaths): Finding {
  try {
    makeRoot(paths)
    return { ok: true, what: `data folder ${paths.root} is writable` }
  } catch (error) {
    return {
      ok: false,
      what: (error as Error).message,
      remedy: 'give this user the right to write there, or set TRAM5G_DATA_DIR',
    }
  }
}

function disk(root: string): Finding {
  const { bavail, bsize } = statfsSync(root)
  const free = bavail * bsize
  return {
    ok: free >= MIN_FREE_BYTES,
    what: `${(free / 1024 ** 3).toFixed(1)} GiB free`,
    remedy: 'make room: the log needs its budget (TRAM5G_LOG_BUDGET), the store some GiB',
  }
}

function broker(config: Config): Promise<Finding> {
  const url = new URL(config.mqttUrl ?? `mqtt://${config.mqttHost}:${config.mqttPort}`)
  const port = Number(url.port || (url.protocol === 'mqtts:' ? 8883 : 1883))
  const kind =
    config.mqttUrl === undefined
      ? 'embedded broker (MQTT 3.1.1; a client that asks for MQTT 5 is answered with 3.1.1 only)'
      : 'broker'
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port, timeout: 3000 })
    const end = (ok: boolean) => {
      socket.destroy()
      const remedy =
        config.mqttUrl === undefined
          ? "start 'tram5g up' or 'tram5g broker'"
          : 'check host, port and firewall of TRAM5G_MQTT_URL'
      resolve({
        ok: ok || config.mqttUrl === undefined,
        what: `${kind} at ${url.hostname}:${port} ${ok ? 'answers' : 'does not answer'}`,
        remedy,
      })
    }
    socket
      .once('connect', () => end(true))
      .once('error', () => end(false))
      .once('timeout', () => end(false))
  })
}

async function influx(config: Config): Promise<Finding> {
  const store = await openStore({
    config,
    paths: realmPaths(config),
    logger: await makeLogger('silent', false),
    now: Date.now,
  })
  try {
    await store.prepare()
    return { ok: true, what: `InfluxDB at ${config.influxUrl} takes our databases` }
  } catch (error) {
    return {
      ok: false,
      what: (error as Error).message,
      remedy: 'check TRAM5G_INFLUX_URL, the token or user, and the organisation',
    }
  } finally {
    await store.close()
  }
}

async function running(config: Config, nowMs: number): Promise<Finding[]> {
  const paths = realmPaths(config)
  const out: Finding[] = []
  const health = await askRunning<HealthReport>(config, paths, '/api/v1/health')
  for (const alarm of health?.alarms ?? []) out.push({ ok: false, what: `alarm ${alarm.code}: ${alarm.text}` })
  const lag = health?.processor?.lagEntries ?? 0
  out.push({
    ok: lag < 10_000,
    what: `processor is ${lag} entries behind the log`,
    remedy: 'wait, or look at the store: a slow one does not slow the log',
  })
  const clock = health?.realmClock
  if (clock != null)
    out.push({ ok: true, what: `realm clock ${Math.round((nowMs - clock) / 1000)} s behind this machine's` })
  const stations = (await askRunning<{ stations: StationRow[] }>(config, paths, '/api/v1/stations'))?.stations ?? []
  const strangers = stations.filter((s) => !s.registered).map((s) => s.station)
  out.push({
    ok: strangers.length === 0,
    what:
      strangers.length === 0
        ? `${stations.length} stations, all registered`
        : `${countOf(strangers.length, 'is', 'are')} not registered: ${strangers.slice(0, 10).join(', ')}`,
    remedy: 'tram5g registry import stations.csv',
  })
  const wrong = stations.filter((s) => Math.abs(s.clockOffsetMs ?? 0) > LIMITS.clockMs)
  if (wrong.length > 0)
    out.push({
      ok: false,
      what: `${countOf(wrong.length, 'has', 'have')} a clock that is off by more than 5 min: ${wrong.slice(0, 10).map(clockWords).join(', ')}`,
      remedy: 'give them the time of GNSS, PTP or NTP: what they say meanwhile is kept, and in no figure',
    })
  const silent = stations.filter((s) => s.silentSince !== null).map((s) => s.station)
  out.push({
    ok: true,
    what: silent.length === 0 ? 'no station is silent' : `silent: ${silent.slice(0, 10).join(', ')}`,
  })
  return out
}

const clockWords = ({ station, clockOffsetMs }: StationRow): string => {
  const seconds = Math.round((clockOffsetMs ?? 0) / 1000)
  return `${station} (${Math.abs(seconds)} s ${seconds > 0 ? 'behind' : 'ahead'})`
}

const countOf = (n: number, one: string, several: string): string =>
  n === 1 ? `1 station ${one}` : `${n} stations ${several}`
