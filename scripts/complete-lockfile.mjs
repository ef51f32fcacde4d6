// Adds to package-lock.json the optional platform packages that this machine's npm left out.
//
// Why: npm 11 refuses a lockfile that names an optional dependency without an entry of its own
// ("Missing: … from lock file"), and it leaves the entry out where the registry it asked does not carry that
// platform. With the entry present `npm ci` passes on every platform, and simply skips what does not fit.
//
//   node scripts/complete-lockfile.mjs          write
//   node scripts/complete-lockfile.mjs --check  fail if anything is missing
import { readFileSync, writeFileSync } from 'node:fs'

const FILE = new URL('../package-lock.json', import.meta.url)
const OS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const CPU = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64']

/** Platform of an optional package as its own name tells it: `@x/y-linux-arm64-musl` → linux, arm64, musl. */
function platformOf(name) {
  const words = name.split(/[^a-z0-9]+/)
  const os = name === 'fsevents' ? 'darwin' : OS.find((o) => words.includes(o))
  const cpu = CPU.find((c) => words.includes(c))
  const libc = words.includes('musl')
    ? 'musl'
    : words.some((w) => w === 'gnu' || w === 'gnueabihf' || w === 'glibc')
      ? 'glibc'
      : undefined
  return { ...(os && { os: [os] }), ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }) }
}

const lock = JSON.parse(readFileSync(FILE, 'utf8'))
const packages = lock.packages
const added = []
for (const [path, entry] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    const nested = path === '' ? `node_modules/${name}` : `${path}/node_modules/${name}`
    const top = `node_modules/${name}`
    if (packages[nested] || packages[top]) continue
    const version = range.replace(/^[\^~]/, '')
    if (!/^\d/.test(version)) throw new Error(`${path} wants ${name}@${range}: pin it, a range cannot be completed`)
    packages[top] = { version, ...platformOf(name), ...(entry.dev && { dev: true }), optional: true }
    added.push(`${name}@${version}`)
  }
}

if (process.argv.includes('--check')) {
  if (added.length > 0) {
    console.error(`package-lock.json lacks ${added.length} optional packages: run 'npm run lockfile'.`)
    console.error(added.join('\n'))
    process.exit(1)
  }
} else if (added.length > 0) {
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`package-lock.json: ${added.length} optional packages added`)
}
