import { describe, expect, test } from 'vitest'
import type { RegistryLine } from '../../../contract/mod.ts'
import type { Offset } from '../../../log/mod.ts'
import { changeLedger } from '../../../processor/ledger.ts'
import { deadLetterKey, ledgerKey } from '../../../processor/state/keys.ts'
import { stationsOf } from '../../../processor/timeline/settle.ts'
import { Reduction } from '../../support/reduce.ts'

const STATION = 'HN-0001'
const TOPIC = `tram5g/v1/sim-test/${STATION}`
const END = 1_790_000_060_000
const BOOT = '1790000000000-7'
const word = { at: END, by: 'tester', why: 'test' }
const line: RegistryLine = {
  station: STATION,
  from: 0,
  publisher: 'EMS-1',
  type: 'station',
  operator: 'a',
  province: 'HN',
  zone: 'z',
  zoneType: 'research',
  phase: '1',
  vendor: 'x',
}
const birth = { boot: BOOT, seq: 0, t: END - 60_000, conn: 'c1', cells: [{ cell: '1' }] }

const ledgerOf = (reduction: Reduction) => reduction.state.get(ledgerKey(STATION))

describe('a dead letter that is run again', () => {
  test('and came otherwise meanwhile is a duplicate: no seq is accepted twice', () => {
    const r = new Reduction()
    r.mqtt(`!EMS-1!${TOPIC}/birth`, birth) // offset 1: the registry does not know the gateway yet
    r.mqtt(`${TOPIC}/birth`, birth) // the station itself
    r.control({ type: 'registry', ...word, lines: [line] })
    r.control({ type: 'retry', ...word, offset: 1 })
    expect(ledgerOf(r)).toMatchObject({
      received: 2,
      accepted: 1,
      duplicate: 1,
      rejected: {},
      rejectedWithSeq: 0,
      published: 1,
    })
    expect(r.state.get(deadLetterKey(1))).toMatchObject({ resolved: true })
  })

  test('and was counted with its seq at first is moved to the accepted, once', () => {
    const r = new Reduction()
    r.mqtt(`!EMS-1!${TOPIC}/birth`, birth)
    r.control({ type: 'registry', ...word, lines: [line] })
    for (let i = 0; i < 2; i++) r.control({ type: 'retry', ...word, offset: 1 })
    expect(ledgerOf(r)).toMatchObject({ received: 1, accepted: 1, duplicate: 0, rejected: {}, published: 1 })
  })

  test('makes a station known that nothing else was accepted of, so that its silence is noticed', () => {
    const r = new Reduction()
    // as written under older rules, which did not know this message
    const payload = new TextEncoder().encode(JSON.stringify(birth))
    const topic = `${TOPIC}/birth`
    r.entries.push({ offset: 900 as Offset, receivedAt: END, source: 'mqtt', topic, payload })
    const code = 'dialect-not-yet'
    changeLedger(r.state, STATION, { received: 1, rejected: [code, 1] })
    const letter = {
      offset: 900,
      receivedAt: END,
      station: STATION,
      topic,
      code,
      detail: '',
      bytes: 1,
      resolved: false,
    }
    r.state.put(deadLetterKey(900), letter)
    r.control({ type: 'retry', ...word, offset: 900 })
    expect(ledgerOf(r)).toMatchObject({ received: 1, accepted: 1, rejected: {}, rejectedWithSeq: 0, published: 1 })
    expect(stationsOf(r.state)).toEqual([STATION])
  })
})
