import { expect, test } from 'vitest'
import { appendControl, writeSettings } from '../../../collector/control-records.ts'
import { DEFAULT_FIGURE_SETTINGS } from '../../../contract/mod.ts'
import { GatedLog } from './gated-log.ts'

test('control records go to every partition, with their own topic and source', async () => {
  const { inner } = new GatedLog(3)
  await writeSettings(inner, DEFAULT_FIGURE_SETTINGS, () => 77)
  await appendControl(inner, { type: 'retry', at: 78, by: 'an', why: 'fixed', offset: 5 }, () => 79)
  for (const partition of [0, 1, 2]) {
    const entries = await inner.read(partition, undefined, 10)
    expect(entries.map(({ receivedAt, source, topic }) => [receivedAt, source, topic])).toEqual([
      [77, 'control', 'control/settings'],
      [79, 'control', 'control/retry'],
    ])
    expect(JSON.parse(Buffer.from(entries[0]!.payload).toString())).toEqual({
      type: 'settings',
      at: 77,
      settings: DEFAULT_FIGURE_SETTINGS,
    })
  }
})

test('a log that refuses is told to the caller', async () => {
  const gated = new GatedLog()
  gated.refusal = 'full'
  await expect(writeSettings(gated.log, DEFAULT_FIGURE_SETTINGS, () => 1)).rejects.toThrow('used up')
})
