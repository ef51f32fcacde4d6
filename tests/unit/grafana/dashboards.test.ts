import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { KPIS } from '../../../contract/mod.ts'
import { generateDashboards } from '../../../dashboards/grafana/mod.ts'
import { FLEET_PAGE } from '../../../dashboards/panels/fleet-page.ts'
import { hasSchemas, schema } from './schemas.ts'

interface PanelJson {
  readonly id: number
  readonly type: string
  readonly title: string
  readonly description?: string
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }
  readonly options?: { readonly content?: string }
  readonly fieldConfig?: {
    readonly defaults: Readonly<Record<string, unknown>>
    readonly overrides: readonly unknown[]
  }
  readonly targets?: readonly { readonly refId: string; readonly query: string }[]
}

interface DashboardJson {
  readonly uid: string
  readonly title: string
  readonly schemaVersion: number
  readonly timezone: string
  readonly refresh: string
  readonly editable: boolean
  readonly panels: readonly PanelJson[]
  readonly templating: { readonly list: readonly Readonly<Record<string, unknown>>[] }
}

/** Every word of the events, of an end that an event does not have yet, and of a zone that is none, by its code. */
const WORDS_OF_CODES = new Map<string, readonly string[]>([
  ['-1', ['still going on', 'đang diễn ra']],
  ['true', ['yes', 'có']],
  ['false', ['']],
  ['unregistered', ['Not registered', 'Chưa đăng ký']],
])
for (const panel of FLEET_PAGE.panels) {
  if (panel.kind !== 'events') continue
  for (const words of [panel.types, panel.causes, panel.attributions]) {
    for (const [code, { vi, en }] of Object.entries(words)) {
      WORDS_OF_CODES.set(code, [...(WORDS_OF_CODES.get(code) ?? []), vi, en])
    }
  }
}

interface Mapping {
  readonly type: string
  readonly options: Readonly<Record<string, { readonly text: string }>>
}

function mappingsOf(overrides: readonly unknown[]): Mapping[] {
  return (overrides as { properties: { id: string; value: Mapping[] }[] }[]).flatMap(({ properties }) =>
    properties.filter(({ id }) => id === 'mappings').flatMap(({ value }) => value),
  )
}

const made = (realm: string) =>
  generateDashboards({ realm }).map(({ path, content }) => ({ path, json: JSON.parse(content) as DashboardJson }))
const REALMS = ['live', 'sim-demo', 'replay-2020-q4']
const cases = REALMS.flatMap((realm) => made(realm).map(({ path, json }) => ({ realm, path, json })))

describe.skipIf(!hasSchemas)('Grafana JSON Schema (skipped: no schemas, set TRAM5G_SCHEMAS)', () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addFormat('date-time', true)
  const validate = ajv.compile(classicDashboard())

  test.each(cases)('$realm $path is a classic dashboard', ({ json }) => {
    expect(validate(json), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true)
  })

  test('the schema would say no to a broken one', () => {
    expect(validate({ ...cases[0]!.json, panels: 'many' })).toBe(false)
  })
})

/**
 * The schema says *object* where Grafana's source says *any*: a matcher's options and an override's value, which are
 * the name of a column and a colour or a number. Those two are left open; everything else stands.
 */
function classicDashboard(): Record<string, unknown> {
  const all = schema('grafana-dashboard.jsonschema.json') as {
    definitions: Record<string, { properties: Record<string, object> }>
  }
  for (const [definition, property] of [
    ['MatcherConfig', 'options'],
    ['DynamicConfigValue', 'value'],
  ] as const) {
    expect(all.definitions[definition]?.properties[property]).toHaveProperty('type', 'object')
    all.definitions[definition]!.properties[property] = {}
  }
  return { ...all, $ref: '#/definitions/Dashboard' }
}

describe.each(cases)('$realm $path', ({ realm, path, json }) => {
  const figures = json.panels.filter(({ type }) => type !== 'text')

  test('has a fixed uid, the schema of classic dashboards, and cannot be edited in place', () => {
    expect(path).toBe(`dashboards/${json.uid}.json`)
    expect(json).toMatchObject({ schemaVersion: 42, timezone: 'Asia/Ho_Chi_Minh', refresh: '10s', editable: false })
  })

  test('shows every panel of the page under its own number', () => {
    expect(figures.map(({ id }) => id)).toEqual(FLEET_PAGE.panels.map(({ number }) => number))
    expect(figures.length).toBeLessThanOrEqual(12)
    expect(new Set(json.panels.map(({ id }) => id)).size).toBe(json.panels.length)
  })

  test('explains every panel, and shows a dash where there is no value', () => {
    for (const { description, fieldConfig, title } of figures) {
      expect(description, title).toMatch(/\S{3}/)
      expect(fieldConfig?.defaults.noValue, title).toBe('—')
      // a mapping could make a number of what is none: the only ones put the words of the page for codes
      expect(Object.keys(fieldConfig?.defaults ?? {})).not.toContain('mappings')
      for (const { type: kind, options } of mappingsOf(fieldConfig?.overrides ?? [])) {
        expect(kind, title).toBe('value')
        for (const [code, { text }] of Object.entries(options)) expect(WORDS_OF_CODES.get(code), code).toContain(text)
      }
      expect(fieldConfig?.defaults.unit ?? fieldConfig?.overrides.length, title).toBeTruthy()
    }
  })

  test('lets Grafana choose no colour by size: without a target no figure is good or bad', () => {
    // its own thresholds, taken where a panel has none, are red from 80 on: 99 % of availability would be red
    for (const { type, fieldConfig, title } of figures) {
      if (type !== 'stat' && type !== 'bargauge') continue
      expect(fieldConfig?.defaults.color, title).toMatchObject({ mode: 'fixed' })
    }
  })

  test('no two panels lie on each other', () => {
    for (const [i, a] of json.panels.entries()) {
      for (const b of json.panels.slice(i + 1)) {
        const [p, q] = [a.gridPos, b.gridPos]
        const apart = p.x + p.w <= q.x || q.x + q.w <= p.x || p.y + p.h <= q.y || q.y + q.h <= p.y
        expect(apart, `${a.id} and ${b.id}`).toBe(true)
        expect(p.x + p.w).toBeLessThanOrEqual(24)
      }
    }
  })

  test('carries a watermark exactly where its realm is not live', () => {
    const words = realm.startsWith('sim-') ? /SIMULATED DATA|SỐ LIỆU MÔ PHỎNG/ : /REPLAYED DATA|SỐ LIỆU PHÁT LẠI/
    const banner = json.panels.find(({ type }) => type === 'text')
    if (realm === 'live') {
      expect(banner).toBeUndefined()
      expect(json.title).not.toMatch(/DATA|SỐ LIỆU/)
      return
    }
    expect(banner?.gridPos).toMatchObject({ x: 0, y: 0, w: 24 })
    expect(banner?.options?.content).toMatch(words)
    expect(banner?.options?.content).toContain(realm)
    expect(json.title).toMatch(words)
  })

  test('speaks one language', () => {
    const titles = figures.map(({ title }) => title)
    const language = json.uid.endsWith('-vi') ? 'vi' : 'en'
    expect(titles).toEqual(FLEET_PAGE.panels.map(({ title }) => title[language]))
    const other = language === 'vi' ? 'en' : 'vi'
    const text = JSON.stringify(json.panels)
    for (const kpi of KPIS) {
      if (kpi.title[other] !== kpi.title[language]) expect(text).not.toContain(`AS \\"${kpi.title[other]}\\"`)
    }
  })

  test('lets a level be chosen from ours only, and a data source from those of its realm', () => {
    const [source, level, ...filters] = json.templating.list
    expect(source).toMatchObject({
      name: 'ds',
      type: 'datasource',
      query: 'influxdb',
      regex: `/^tram5g ${realm}( |$)/`,
    })
    expect(level).toMatchObject({ name: 'level', type: 'custom', query: '10s,1m,15m,1h,1d', multi: false })
    expect(level?.current).toMatchObject({ value: '1m' })
    expect(filters.map(({ name }) => name)).toEqual(['operator', 'zone', 'vendor'])
    for (const filter of filters) expect(filter).toMatchObject({ multi: true, includeAll: true, allValue: '.*' })
  })

  test('asks every denominator to be above 0, and never for a time zone', () => {
    const queries = json.panels.flatMap(({ targets = [] }) => targets.map(({ query }) => query))
    for (const query of queries) {
      if (query.includes(' / ')) expect(query).toMatch(/WHERE .*> 0/)
      expect(query).not.toMatch(/\btz\(|;/)
      // the plugin replaces `$interval` inside any longer word too
      expect(query).not.toContain('$interval')
    }
    for (const { targets = [] } of json.panels) {
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length)
    }
  })
})

test('another realm than the contract allows is refused with what is allowed', () => {
  expect(() => generateDashboards({ realm: 'Live' })).toThrow(/'live', or 'sim-'/)
})
