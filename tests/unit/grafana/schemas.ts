import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

const SCHEMAS = process.env.TRAM5G_SCHEMAS ?? join(ROOT, '../shared/schemas')

/** False where the JSON Schemas of others are not at hand; with TRAM5G_FORBID_SKIP=1 that is an error. */
export const hasSchemas: boolean = (() => {
  const there = existsSync(join(SCHEMAS, 'compose-spec.json'))
  if (!there && process.env.TRAM5G_FORBID_SKIP === '1') {
    throw new Error(`no JSON Schemas in ${SCHEMAS}: set TRAM5G_SCHEMAS; TRAM5G_FORBID_SKIP=1 forbids to skip`)
  }
  return there
})()

/** Without its `$schema`: it is draft 7 spelt in a way that ajv does not know. */
export function schema(file: string): Record<string, unknown> {
  const { $schema, ...rest } = JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8')) as Record<string, unknown>
  return rest
}
