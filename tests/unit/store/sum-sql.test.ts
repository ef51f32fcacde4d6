import { describe, expect, it } from 'vitest'
import { sumSql } from '../../../store/duckdb/sum-sql.ts'
import type { SumQuery } from '../../../store/port.ts'

const query: SumQuery = {
  table: 'cell_kpi',
  level: '1m',
  from: 0,
  to: 60_000,
  fields: ['exp'],
  groupBy: [],
  where: {},
  bucket: 'level',
}

describe('sumSql', () => {
  it('gives values as parameters, never as text', () => {
    const { sql, values } = sumSql({ ...query, where: { zone: ["x'; DROP TABLE meta; --", 'y'] } })
    expect(sql).not.toContain('DROP')
    expect(sql).toContain('tags."zone" IN ($3, $4)')
    expect(values).toEqual([0n, 60_000n, "x'; DROP TABLE meta; --", 'y'])
  })

  it('refuses names that the catalogue does not have', () => {
    expect(() => sumSql({ ...query, fields: ['exp) FROM meta --'] })).toThrow(/has no field/)
    expect(() => sumSql({ ...query, groupBy: ['t'] })).toThrow(/cell_kpi has no tag "t"; it has operator/)
    expect(() => sumSql({ ...query, where: { partition: ['0'] } })).toThrow(/no tag/)
    expect(() => sumSql({ ...query, table: 'meta' as 'cell_kpi' })).toThrow(/no table/)
    expect(() => sumSql({ ...query, level: '5m' as '1m' })).toThrow(/no level/)
  })

  it('takes extremes only of rows that observed something', () => {
    const extremes = [{ field: 'PowerMax.max', take: 'max', observed: 'PowerMax.obs' }] as const
    const { sql, fields } = sumSql({ ...query, table: 'station_kpi', extremes })
    expect(sql).toContain('max(CASE WHEN kpi."PowerMax.obs" > 0 THEN kpi."PowerMax.max" END)')
    expect(fields).toEqual(['exp', 'PowerMax.max'])
    // cells have no power
    expect(() => sumSql({ ...query, extremes })).toThrow(/no field "PowerMax.max" of cell_kpi/)
  })

  it('lets a tag that must have one of no values match nothing', () => {
    expect(sumSql({ ...query, where: { zone: [] } }).sql).toContain('FALSE')
  })

  it('leaves out a field that an older file does not have yet', () => {
    const { fields } = sumSql({ ...query, fields: ['exp', 'avail.up'] }, new Set(['exp']))
    expect(fields).toEqual(['exp'])
  })
})
