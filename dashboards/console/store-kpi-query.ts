import { KpiRequestError, type KpiStore, parseKpiRequest, queryKpi } from '../../store/mod.ts'
import type { KpiQuery } from './api/kpi-query.ts'

/** The store's query model as the routes and the page ask it. */
export function kpiQueryOf(store: KpiStore): KpiQuery {
  return async (params) => {
    const parsed = parseKpiRequest(params)
    if (!parsed.ok) return parsed
    try {
      return { ok: true, answer: await queryKpi(store, parsed.request) }
    } catch (error) {
      if (error instanceof KpiRequestError) return { ok: false, message: error.message }
      throw error
    }
  }
}
