import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { isSafeTagValue, type Realm } from '../../../contract/mod.ts'
import type { PanelPage } from '../../panels/panel.ts'
import { parseQuery } from '../api/parse-query.ts'
import type { ChangeFeed } from '../change-feed.ts'
import { PageCache } from './page-cache.ts'
import { type PageSource, pageData } from './page-data.ts'
import { pageDefinition } from './page-definition.ts'
import { PanelKeeper } from './panel-keeper.ts'

/** What the console's own page asks: its definition once, its figures whenever they changed. */
export function addPageRoutes(
  app: FastifyInstance,
  page: PanelPage,
  realm: Realm,
  feed: ChangeFeed,
  source: Omit<PageSource, 'keeper'>,
): void {
  const definition = pageDefinition(page, realm)
  const cache = new PageCache()
  const keeper = new PanelKeeper(source.now)
  const parameters = z.strictObject({
    range: z.enum(
      page.ranges.map((range) => range.id),
      `expected one of ${page.ranges.map((range) => range.id).join(', ')}`,
    ),
    zone: z
      .union([z.string(), z.array(z.string())])
      .transform((zones) => [...new Set([zones].flat())].sort())
      .refine((zones) => zones.length <= 50 && zones.every(isSafeTagValue), 'expected at most 50 zone ids')
      .default([]),
  })

  app.get(`/api/v1/pages/${page.id}/definition`, async () => definition)

  app.get(`/api/v1/pages/${page.id}`, async (request) => {
    const { range: rangeId, zone } = parseQuery(parameters, request.query)
    const range = page.ranges.find((candidate) => candidate.id === rangeId)
    if (range === undefined) throw new Error(`range ${rangeId} passed the schema but is not of the page`)
    return cache.get(`${rangeId}|${zone.join(',')}`, feed.change, source.now(), () =>
      pageData(page, range, zone, { ...source, keeper }),
    )
  })
}
