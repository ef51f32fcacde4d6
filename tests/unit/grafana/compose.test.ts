import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { hasSchemas, ROOT, schema } from './schemas.ts'

interface Service {
  readonly image: string
  readonly user?: string
  readonly init?: boolean
  readonly container_name?: string
  readonly read_only?: boolean
  readonly restart?: string
  readonly cap_drop?: readonly string[]
  readonly command?: readonly string[]
  readonly profiles?: readonly string[]
  readonly ports?: readonly string[]
  readonly secrets?: readonly string[]
  readonly mem_limit?: string
  readonly logging?: { readonly options: Readonly<Record<string, string>> }
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean }
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: readonly (string | { readonly source: string })[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
}

const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')
const compose = parse(text, { merge: true }) as Compose
const services = Object.entries(compose.services)

describe.skipIf(!hasSchemas)('Compose specification (skipped: no schemas, set TRAM5G_SCHEMAS)', () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/)
  for (const name of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(name, true)
  const validate = ajv.compile(schema('compose-spec.json'))

  test('docker-compose.yml keeps to it', () => {
    expect(validate(compose), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true)
  })

  test('a key that it does not have would be seen', () => {
    expect(validate({ services: { one: { image: 'x', imagine: 'y' } } })).toBe(false)
  })
})

test('it starts what the design names, the simulator only as demo', () => {
  expect(Object.keys(compose.services).sort()).toEqual(
    ['collector', 'console', 'grafana', 'influxdb', 'influxdb-tokens', 'mosquitto', 'processor', 'simulator'].sort(),
  )
  expect(services.filter(([, { profiles }]) => profiles !== undefined).map(([name]) => name)).toEqual(['simulator'])
  const commands = ['collector', 'processor', 'console', 'simulator'].map((name) => compose.services[name]?.command)
  expect(commands).toEqual([['collect'], ['process'], ['serve'], ['simulate']])
})

test.each(services)('%s is confined: no more rights, memory, log or network than it needs', (_, service) => {
  expect(service.read_only).toBe(true)
  expect(service.cap_drop).toEqual(['ALL'])
  expect(service.mem_limit).toMatch(/^\d+[mg]$/)
  expect(service.logging?.options['max-size']).toMatch(/^\d+m$/)
  expect(service.restart).toMatch(/^(unless-stopped|no)$/)
  expect(service.image).not.toMatch(/^[^:]+$|:latest$/)
  for (const port of service.ports ?? []) expect(port).toMatch(/^(127\.0\.0\.1|\$\{STATIONS_ADDRESS:-127\.0\.0\.1\}):/)
})

test('secrets come from files only, each of which make-secrets.sh makes', () => {
  const script = readFileSync(join(ROOT, 'deploy/make-secrets.sh'), 'utf8')
  for (const [name, { file }] of Object.entries(compose.secrets)) {
    expect(file).toBe(`./deploy/secrets/${name}`)
    expect(script).toContain(name)
  }
  for (const [name, { environment = {}, secrets = [] }] of services) {
    for (const [key, value] of Object.entries(environment)) {
      if (/PASSWORD|TOKEN|SECRET/.test(key)) expect(value, `${name} ${key}`).toMatch(/^\/run\/(secrets|tram5g)\//)
      if (value.startsWith('/run/secrets/')) expect(secrets, `${name} ${key}`).toContain(value.slice(13))
    }
    for (const secret of secrets) expect(compose.secrets).toHaveProperty(secret)
  }
})

test('what it mounts is there, for both realms that are delivered', () => {
  for (const [, { volumes = [] }] of services) {
    for (const volume of volumes) {
      const source = typeof volume === 'string' ? (volume.split(':')[0] ?? '') : volume.source
      // biome-ignore lint/suspicious/noTemplateCurlyInString: as Compose writes it
      const sources = ['live', 'sim-demo'].map((realm) => source.replace('${TRAM5G_REALM}', realm))
      for (const path of sources) {
        if (path.startsWith('./')) expect(existsSync(join(ROOT, path)), path).toBe(true)
        else expect(compose.volumes).toHaveProperty(path)
      }
    }
  }
})

test('collector and processor share one data volume; Grafana and the console cannot write the store', () => {
  const mounts = (name: string) => (compose.services[name]?.volumes ?? []).map(String)
  expect(mounts('collector')).toContain('data:/data')
  expect(mounts('processor')).toContain('data:/data')
  for (const name of ['grafana', 'console']) expect(mounts(name).join(' ')).not.toContain('influx-writer')
  expect(compose.services['influxdb-tokens']?.secrets).toEqual(['influx-admin-token'])
})

test('the two users of the log never have the same process id, and there is one of each', () => {
  const { collector, processor } = compose.services
  expect(processor?.init).toBe(false)
  expect(collector?.init).toBe(true)
  for (const service of [collector, processor]) expect(service?.container_name).toMatch(/^tram5g-/)
})

test('nobody starts before what it needs is well', () => {
  for (const [name, { depends_on = {} }] of services) {
    for (const [needed, { condition }] of Object.entries(depends_on)) {
      const { healthcheck } = compose.services[needed] ?? {}
      if (condition === 'service_healthy') expect(healthcheck?.test, `${name} waits for ${needed}`).toBeDefined()
      else expect(compose.services[needed]?.restart).toBe('no')
    }
  }
})

test('scripts can be run, and no secret is kept in the repository', () => {
  for (const script of ['deploy/make-secrets.sh', 'deploy/mosquitto/start.sh', 'deploy/influxdb/make-tokens.sh']) {
    expect(statSync(join(ROOT, script)).mode & 0o111, script).not.toBe(0)
  }
  expect(readFileSync(join(ROOT, 'deploy/secrets/.gitignore'), 'utf8')).toBe('*\n!.gitignore\n')
})

describe('Dockerfile', () => {
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  const ignored = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')

  test('ends as another user than root, with a health check, on the command of the package', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('FROM '))
    expect(last).toMatch(/^USER node$/m)
    expect(last).toMatch(/^HEALTHCHECK /m)
    expect(last).toMatch(/^ENTRYPOINT \["node", "--max-semi-space-size=64", "dist\/cli\/main\.js"\]$/m)
    const { bin } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { bin: { tram5g: string } }
    expect(bin.tram5g).toBe('dist/cli/main.js')
  })

  test('runs no script of a package, and keeps what only building needs out of the image', () => {
    expect(dockerfile).toMatch(/npm ci --ignore-scripts/)
    expect(dockerfile).toMatch(/npm prune --omit=dev --ignore-scripts/)
  })

  test('sees the sources and nothing else', () => {
    expect(ignored).toContain('*')
    for (const room of ['contract', 'log', 'store', 'collector', 'processor', 'simulators', 'dashboards', 'cli']) {
      expect(ignored).toContain(`!${room}`)
    }
    expect(ignored).not.toContain('!deploy')
    expect(ignored).not.toContain('!tests')
  })
})
