import { describe, expect, it } from 'vitest'
import { aclRules } from '../../../cli/broker/acl-rules.ts'
import { mosquittoAcl } from '../../../cli/broker/mosquitto-acl.ts'
import type { RegistryLine } from '../../../contract/mod.ts'

const line = (station: string, more: Partial<RegistryLine> = {}): RegistryLine => ({
  station,
  from: 1000,
  type: 'station',
  operator: 'a',
  province: '01',
  zone: 'z',
  zoneType: 'it-park',
  phase: '1',
  vendor: 'x',
  ...more,
})
const root = (station: string) => `tram5g/v1/live/${station}`
const kinds = (station: string) =>
  ['birth', 'death', 'pm', 'state', 'alarm', 'pm/+'].map((kind) => `${root(station)}/${kind}`)

describe('who may publish what', () => {
  it('a station its own kinds, a probe `test` alone, each reads its own cmd', () => {
    const { users } = aclRules([line('P-1', { type: 'probe' }), line('A-1')], 'live', 2000)
    expect(users).toEqual([
      { user: 'A-1', speaksFor: ['A-1'], write: kinds('A-1'), read: [`${root('A-1')}/cmd`] },
      { user: 'P-1', speaksFor: ['P-1'], write: [`${root('P-1')}/test`], read: [`${root('P-1')}/cmd`] },
    ])
  })

  it('a gateway for the stations that name it, which may not speak for themselves then', () => {
    const lines = [line('GW', { type: 'gateway' }), line('A-1', { publisher: 'GW' }), line('A-2', { publisher: 'GW' })]
    const { users } = aclRules(lines, 'live', 2000)
    expect(users).toHaveLength(1)
    expect(users[0]).toMatchObject({ user: 'GW', speaksFor: ['A-1', 'A-2'], write: [...kinds('A-1'), ...kinds('A-2')] })
  })

  it('as it holds at the instant, and says when it will be otherwise', () => {
    const lines = [
      line('A-1'),
      line('A-1', { from: 5000, publisher: 'GW' }),
      line('A-2'),
      line('A-2', { from: 3000, zone: 'z-2' }),
      line('B-1', { from: 4000 }),
    ]
    expect(aclRules(lines, 'live', 2000)).toMatchObject({ users: [{ user: 'A-1' }, { user: 'A-2' }], changesAt: 4000 })
    expect(aclRules(lines, 'live', 4500)).toMatchObject({ changesAt: 5000 })
    const last = aclRules(lines, 'live', 5000)
    expect(last.users.map(({ user }) => user)).toEqual(['A-2', 'B-1', 'GW'])
    expect(last.changesAt).toBeUndefined()
  })
})

it('as Mosquitto reads it: rules stand under their user, the collector reads the realm and no other', () => {
  const text = mosquittoAcl(aclRules([line('A-1')], 'sim-x', 2000), {
    realm: 'sim-x',
    collector: 'c',
    remarks: ['made'],
  })
  expect(text).toBe(`# made

user c
topic read tram5g/v1/sim-x/+/birth
topic read tram5g/v1/sim-x/+/death
topic read tram5g/v1/sim-x/+/pm
topic read tram5g/v1/sim-x/+/state
topic read tram5g/v1/sim-x/+/alarm
topic read tram5g/v1/sim-x/+/test
topic read tram5g/v1/sim-x/+/pm/+
topic write tram5g/v1/sim-x/+/cmd
topic read $SYS/broker/publish/messages/dropped

user A-1
topic write tram5g/v1/sim-x/A-1/birth
topic write tram5g/v1/sim-x/A-1/death
topic write tram5g/v1/sim-x/A-1/pm
topic write tram5g/v1/sim-x/A-1/state
topic write tram5g/v1/sim-x/A-1/alarm
topic write tram5g/v1/sim-x/A-1/pm/+
topic read tram5g/v1/sim-x/A-1/cmd
`)
})
