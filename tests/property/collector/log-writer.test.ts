import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AlarmBoard } from '../../../collector/alarm.ts'
import { LogWriter } from '../../../collector/log-writer.ts'
import { FakeTime, settled } from '../../unit/collector/fake-time.ts'
import { GatedLog } from '../../unit/collector/gated-log.ts'
import { RecordingLogger } from '../../unit/collector/recording-logger.ts'

type Step =
  | { readonly add: number }
  | { readonly refusal: 'full' | 'unwritable' | 'broken' | 'none' }
  | { readonly passMs: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ add: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ refusal: fc.constantFrom('full' as const, 'unwritable' as const, 'broken' as const, 'none' as const) }),
  fc.record({ passMs: fc.integer({ min: 0, max: 3_000 }) }),
)

test('whatever the log refuses and when: what is settled is in the log, in order, once; in the end all of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 3 }), async (steps, partitions) => {
      const time = new FakeTime()
      const gated = new GatedLog(partitions)
      const kept = async (): Promise<string[]> =>
        (await Promise.all(Array.from({ length: partitions }, (_, partition) => gated.topics(partition)))).flat()
      const settledTopics: string[] = []
      const writer = new LogWriter<string>({
        log: gated.log,
        settle: (tickets) => settledTopics.push(...tickets),
        alarms: new AlarmBoard(() => undefined, new RecordingLogger(), time.now),
        schedule: time.schedule,
      })
      const added: string[] = []
      for (const action of steps) {
        if ('add' in action)
          for (let i = 0; i < action.add; i++) {
            const topic = `tram5g/v1/sim-test/S-${added.length}/pm`
            added.push(topic)
            writer.add({ receivedAt: 1, source: 'mqtt', topic, payload: Buffer.alloc(1) }, topic)
          }
        else if ('refusal' in action) gated.refusal = action.refusal === 'none' ? undefined : action.refusal
        else await time.pass(action.passMs)
        const inLog = new Set(await kept())
        expect(settledTopics).toEqual(added.slice(0, settledTopics.length))
        expect(settledTopics.filter((topic) => !inLog.has(topic))).toEqual([])
      }
      gated.refusal = undefined
      await time.pass(1_000)
      await settled()
      expect(settledTopics).toEqual(added)
      expect((await kept()).sort()).toEqual([...added].sort())
      await writer.stop()
    }),
    { numRuns: 100 },
  )
})
