import { describe, expect, test } from 'vitest'
import { explainEnd, refusesVersion } from '../../../collector/mqtt-refusal.ts'

const url = 'mqtt://broker:1883'

describe('why a connection ended, and what to do', () => {
  test.each([
    [{ phase: 'handshake', reasonCode: 4, message: '' }, /refuses us: bad user name or password.*TRAM5G_MQTT_USERNAME/],
    [{ phase: 'handshake', reasonCode: 134, message: '' }, /bad user name or password/],
    [{ phase: 'handshake', reasonCode: 5, message: '' }, /not authorised/],
    [{ phase: 'handshake', reasonCode: 135, message: '' }, /not authorised/],
    [{ phase: 'handshake', reasonCode: 200, message: 'odd' }, /reason code 200 \(odd\)/],
    [{ phase: 'session', reasonCode: 142, message: '' }, /stop the second collector/],
    [{ phase: 'unreachable', networkCode: 'ECONNREFUSED', message: '' }, /cannot be reached: nothing listens there/],
    [{ phase: 'unreachable', networkCode: 'ENOTFOUND', message: '' }, /no such host name/],
    [{ phase: 'unreachable', networkCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: '' }, /TRAM5G_MQTT_CA/],
    [{ phase: 'unreachable', message: 'connack timeout' }, /connack timeout/],
    [{ phase: 'handshake', message: 'the broker closed it' }, /does not answer as an MQTT broker/],
    [{ phase: 'session', networkCode: 'ECONNRESET', message: 'read ECONNRESET' }, /was lost: read ECONNRESET/],
  ] as const)('%o', (end, text) => {
    const line = explainEnd(url, end)
    expect(line).toMatch(text)
    expect(line).toContain(url)
    expect(line).not.toContain('\n')
  })

  test('only the handshake refuses a version', () => {
    expect(refusesVersion({ phase: 'handshake', reasonCode: 1, message: '' })).toBe(true)
    expect(refusesVersion({ phase: 'handshake', reasonCode: 132, message: '' })).toBe(true)
    expect(refusesVersion({ phase: 'handshake', reasonCode: 5, message: '' })).toBe(false)
    expect(refusesVersion({ phase: 'session', reasonCode: 132, message: '' })).toBe(false)
  })
})
