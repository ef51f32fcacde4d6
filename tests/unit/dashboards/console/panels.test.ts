import { describe, expect, it } from 'vitest'
import { KPIS, kpiById, TIMELINE_FIELDS, ZONE_TAGS } from '../../../../contract/mod.ts'
import { pageDefinition } from '../../../../dashboards/console/page-data/page-definition.ts'
import { FIVE_TIMES } from '../../../../dashboards/panels/five-times.ts'
import { FLEET_PAGE } from '../../../../dashboards/panels/fleet-page.ts'
import { LEDGER_EQUATIONS, LEDGER_TERMS } from '../../../../dashboards/panels/ledger-terms.ts'
import { kpisOf } from '../../../../dashboards/panels/panel.ts'
import { seriesColour } from '../../../../dashboards/panels/series-colour.ts'

/** Every `{vi, en}` anywhere in a value, with where it stands. */
function textsIn(value: unknown, path = ''): { path: string; vi: unknown; en: unknown }[] {
  if (typeof value !== 'object' || value === null) return []
  const here = 'vi' in value || 'en' in value ? [{ path, vi: undefined, en: undefined, ...value }] : []
  return [...here, ...Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`))]
}

describe('the panels of the fleet page', () => {
  it('are at most 12, with ids and numbers of their own', () => {
    const { panels } = FLEET_PAGE
    expect(panels.length).toBeLessThanOrEqual(12)
    expect(new Set(panels.map((panel) => panel.id)).size).toBe(panels.length)
    expect(panels.map((panel) => panel.number)).toEqual(panels.map((_, place) => place + 1))
  })

  it('name only KPIs of the catalogue, and together every one of the first page', () => {
    const named = FLEET_PAGE.panels.flatMap(kpisOf)
    expect(named.filter((id) => kpiById(id) === undefined)).toEqual([])
    // twelve panels cannot show the whole catalogue: these groups are what an operator looks at first
    const groups = new Set(KPIS.filter((kpi) => named.includes(kpi.id)).map((kpi) => kpi.group))
    expect([...groups].sort()).toEqual(['accessibility', 'availability', 'throughput', 'traffic', 'utilisation'])
  })

  it('draw KPIs of one unit on one axis', () => {
    for (const panel of FLEET_PAGE.panels) {
      if (panel.kind !== 'kpi-lines') continue
      expect(new Set(panel.kpis.map((id) => kpiById(id)?.unit)).size, panel.id).toBe(1)
    }
  })

  it('tell the lines of one panel apart by colour', () => {
    for (const panel of FLEET_PAGE.panels) {
      if (panel.kind !== 'kpi-lines') continue
      expect(new Set(panel.kpis.map(seriesColour)).size, panel.id).toBe(panel.kpis.length)
    }
  })

  it('say everything in both languages', () => {
    const texts = textsIn(pageDefinition(FLEET_PAGE, 'sim-demo'))
    expect(texts.length).toBeGreaterThan(40)
    for (const { path, vi, en } of texts) {
      expect(typeof vi === 'string' && vi.trim() !== '', `${path}.vi`).toBe(true)
      expect(typeof en === 'string' && en.trim() !== '', `${path}.en`).toBe(true)
    }
  })

  it('explain each KPI they show in the words of the catalogue', () => {
    for (const panel of FLEET_PAGE.panels) {
      if (panel.kind !== 'kpi-lines' && panel.kind !== 'kpi-stat') continue
      for (const id of panel.kpis) expect(panel.description.vi, id).toContain(kpiById(id)?.description.vi)
    }
  })

  it('fit on a grid of 24 columns without overlap', () => {
    const taken = new Set<string>()
    for (const { id, grid } of FLEET_PAGE.panels) {
      expect(grid.x + grid.w, id).toBeLessThanOrEqual(24)
      for (let x = grid.x; x < grid.x + grid.w; x++) {
        for (let y = grid.y; y < grid.y + grid.h; y++) {
          expect(taken.has(`${x},${y}`), `${id} at ${x},${y}`).toBe(false)
          taken.add(`${x},${y}`)
        }
      }
    }
  })

  it('compare by tags that zone rows have', () => {
    for (const panel of FLEET_PAGE.panels) {
      if (panel.kind === 'kpi-bars') expect(ZONE_TAGS).toContain(panel.by)
    }
  })

  it('offer ranges that are whole windows, at most 400 of them, with the default among them', () => {
    expect(FLEET_PAGE.ranges.map((range) => range.id)).toContain(FLEET_PAGE.defaultRange)
    const windows = { '10s': 10e3, '1m': 60e3, '15m': 900e3, '1h': 3600e3, '1d': 86_400e3 }
    for (const { id, lengthMs, level } of FLEET_PAGE.ranges) {
      expect(Number.isInteger(lengthMs / windows[level]), id).toBe(true)
      expect(lengthMs / windows[level], id).toBeLessThanOrEqual(400)
    }
  })
})

describe('the five times', () => {
  it('are stored fields, five, in colours of their own', () => {
    expect(FIVE_TIMES.map((time) => time.field).filter((field) => !TIMELINE_FIELDS.includes(field))).toEqual([])
    expect(new Set(FIVE_TIMES.map((time) => time.colour)).size).toBe(5)
  })
})

describe('the ledger', () => {
  it('has a name for every term of both equations', () => {
    const named: readonly string[] = LEDGER_TERMS.map((term) => term.column)
    for (const { total, terms } of LEDGER_EQUATIONS) {
      expect([total, ...terms].filter((column) => !named.includes(column))).toEqual([])
    }
  })
})
