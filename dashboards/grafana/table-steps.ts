import type { DataTransformerConfig } from '@grafana/grafana-foundation-sdk/dashboard'

/** Steps that Grafana takes between the answers and the table. */

/** Queries with the same tags become columns of one row each. */
export function mergeRows(): DataTransformerConfig {
  return { id: 'merge', options: {} }
}

export function sortRows(field: string, order: 'asc' | 'desc'): DataTransformerConfig {
  return { id: 'sortBy', options: { fields: {}, sort: [{ field, desc: order === 'desc' }] } }
}

/** Keeps the rows that have a value in this column. */
export function withValue(field: string): DataTransformerConfig {
  return {
    id: 'filterByValue',
    options: {
      type: 'include',
      match: 'all',
      filters: [{ fieldName: field, config: { id: 'isNotNull', options: {} } }],
    },
  }
}

/** Keeps the rows whose value in this column is below a limit; those without a value go too. */
export function withLess(field: string, limit: number): DataTransformerConfig {
  return {
    id: 'filterByValue',
    options: {
      type: 'include',
      match: 'all',
      filters: [{ fieldName: field, config: { id: 'lower', options: { value: limit } } }],
    },
  }
}

export function firstRows(limit: number): DataTransformerConfig {
  return { id: 'limit', options: { limitField: limit } }
}

/** A query over the whole range answers with the range's start, which says nothing; tags get readable names. */
export function hideTime(rename: Readonly<Record<string, string>>): DataTransformerConfig {
  return { id: 'organize', options: { excludeByName: { Time: true }, indexByName: {}, renameByName: rename } }
}

export function without(field: string): DataTransformerConfig {
  return { id: 'organize', options: { excludeByName: { [field]: true }, indexByName: {}, renameByName: {} } }
}
