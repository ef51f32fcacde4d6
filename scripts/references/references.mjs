import { configuration } from './configuration.mjs'
import { json } from './json.mjs'
import { kpiCatalogue } from './kpi-catalogue.mjs'
import { measurements } from './measurements.mjs'
import { registry } from './registry.mjs'
import { rejects } from './rejects.mjs'

/** Every generated page by its path, made from the tables of the product; pure. */
export function references(sources) {
  return new Map([
    ['docs/configuration.md', configuration(sources)],
    ['docs/measurements.md', measurements(sources)],
    ['docs/kpi-catalogue.md', kpiCatalogue(sources, 'en')],
    ['docs/kpi-catalogue.vi.md', kpiCatalogue(sources, 'vi')],
    ['docs/registry.md', registry(sources, 'en')],
    ['docs/registry.vi.md', registry(sources, 'vi')],
    ['docs/rejects.md', rejects(sources)],
    // as the console of realm live with a token answers it: there the document says all there is
    ['docs/openapi.json', `${json(sources.openApiDocument('live', true))}\n`],
  ])
}
