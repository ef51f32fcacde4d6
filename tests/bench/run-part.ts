import type { PartName } from './child.ts'

/** The process of one part: `node run-part.js <part>`, orders and answers over its channel. */

// biome-ignore lint/suspicious/noExplicitAny: each part checks nothing: its orders come from this same program
type Answer = (order: any) => Promise<unknown>

const PARTS: Readonly<Record<PartName, () => Promise<Answer>>> = {
  ingest: async () => (await import('./ingest.ts')).measureIngest,
  'ingest-side': async () => (await import('./ingest-side.ts')).drainOnce,
  processor: async () => (await import('./processor.ts')).measureProcessor,
  'processor-run': async () => (await import('./processor-run.ts')).runProcessor,
  'processor-stages': async () => (await import('./processor-stages.ts')).measureStages,
  latency: async () => (await import('./latency.ts')).measureLatency,
  scale: async () => (await import('./scale.ts')).measureScale,
  'live-pace': async () => (await import('./live-pace.ts')).livePaceAnswer,
  stand: async () => (await import('./stand.ts')).standAnswer,
  footprint: async () => (await import('./footprint.ts')).measureFootprint,
}

const answer = await PARTS[process.argv[2] as PartName]()

process.on('message', (order: unknown) => {
  answer(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  )
})
// whoever asked has gone: nothing more is wanted. Exit handlers end what this part has started.
process.on('disconnect', () => process.exit(0))
