// The two commands of the README on a machine with nothing but Node.js and npm: a clean clone of HEAD, `npm ci`, `up` on free
// ports. The page must answer and hold a figure soon, SIGINT must end it soon, and nobody may be warned of anything.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const PAGE_MS = 20_000
/** The history of the first start is counted meanwhile; a failure limit, not a goal. */
const FIGURE_MS = 180_000
const STOP_MS = 3_000
/** What npm needs of a system to run scripts, and node itself. */
const PROGRAMS = ['node', 'npm', 'npx', 'sh', 'env']
/** Of a setting of whoever runs this, not of ours. */
const NOT_OURS = /^npm warn Unknown user config /

const root = fileURLToPath(new URL('..', import.meta.url))
const work = mkdtempSync(join(tmpdir(), 'tram5g-bare-'))
const clone = join(work, 'tram5g')
const bin = join(work, 'bin')

function find(program) {
  const path = process.env.PATH.split(delimiter)
    .map((folder) => join(folder, program))
    .find(existsSync)
  if (path === undefined) throw new Error(`${program} is not on the PATH`)
  return path
}

/** Nothing of the environment but where programs, home and temporary files are, and how the registry is reached. */
function bareEnvironment() {
  const kept = /^(HOME|TMPDIR|NODE_EXTRA_CA_CERTS|npm_config_registry|(https?|no)_proxy)$/i
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.test(name))), PATH: bin }
}

function collect(child) {
  const text = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    text.out += chunk
  })
  child.stderr.on('data', (chunk) => {
    text.err += chunk
  })
  return text
}

async function until(deadlineMs, what, look) {
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > deadlineMs) throw new Error(`waited in vain for ${what}`)
    await sleep(100)
  }
}

async function install() {
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone])
  const child = spawn('npm', ['ci'], { cwd: clone, env: bareEnvironment() })
  const text = collect(child)
  const [code] = await once(child, 'close')
  const warnings = text.err.split('\n').filter((line) => line !== '' && !NOT_OURS.test(line))
  if (code !== 0 || warnings.length > 0) throw new Error(`npm ci ended with ${code}:\n${text.out}\n${text.err}`)
}

/** Any figure of the history, or of now. */
async function figure(url) {
  const query = `kpi=CellAvail.Total&level=1m&from=${Date.now() - 7 * 3_600_000}&to=${Date.now() + 60_000}`
  const answer = await fetch(new URL(`/api/v1/kpi?${query}`, url)).catch(() => undefined)
  if (answer?.status !== 200) return undefined
  const { results } = await answer.json()
  return results[0].series[0]?.points.find(({ value }) => value !== null)?.value
}

async function runUp() {
  const env = {
    ...bareEnvironment(),
    TRAM5G_DATA_DIR: join(work, 'data'),
    TRAM5G_MQTT_PORT: '0',
    TRAM5G_HTTP_PORT: '0',
  }
  const startedAt = Date.now()
  const child = spawn('node', ['dist/cli/main.js', 'up'], { cwd: clone, env })
  const text = collect(child)
  const closed = once(child, 'close')
  try {
    const deadline = startedAt + PAGE_MS
    const alive = () => {
      if (child.exitCode !== null) throw new Error(`up ended with ${child.exitCode}:\n${text.out}\n${text.err}`)
    }
    const runFile = join(work, 'data', 'sim-demo', 'run.json')
    const { url } = await until(deadline, 'the address of the console', () => {
      alive()
      return existsSync(runFile) ? JSON.parse(readFileSync(runFile, 'utf8')) : undefined
    })
    await until(deadline, 'the page', async () => {
      alive()
      const answer = await fetch(url).catch(() => undefined)
      return answer?.status === 200 && (await answer.text()).includes('<html') ? true : undefined
    })
    const pageMs = Date.now() - startedAt
    const value = await until(startedAt + FIGURE_MS, 'a figure', () => figure(url))
    const figureMs = Date.now() - startedAt
    const stopAt = Date.now()
    child.kill('SIGINT')
    const ended = await Promise.race([closed, sleep(STOP_MS)])
    if (ended === undefined) throw new Error(`it has not ended ${STOP_MS} ms after SIGINT`)
    const [code] = ended
    if (code !== 0) throw new Error(`after SIGINT it ended with ${code}:\n${text.err}`)
    if (text.err !== '') throw new Error(`it wrote to standard error:\n${text.err}`)
    const stopMs = Date.now() - stopAt
    console.log(`page after ${pageMs} ms, a figure (${value} %) after ${figureMs} ms, ended ${stopMs} ms after SIGINT`)
  } finally {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL')
      await closed
    }
  }
}

try {
  mkdirSync(bin)
  for (const program of PROGRAMS) symlinkSync(find(program), join(bin, program))
  const startedAt = Date.now()
  await install()
  console.log(`npm ci with Node.js and npm alone: ${Math.round((Date.now() - startedAt) / 1000)} s`)
  await runUp()
} finally {
  rmSync(work, { recursive: true, force: true })
}
