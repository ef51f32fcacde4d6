import { describe, expect, it } from 'vitest'
import {
  cookieOf,
  isSameSecret,
  isSessionValid,
  makeSession,
  SESSION_MS,
} from '../../../../dashboards/console/security/access-token.ts'
import { GuessLimit } from '../../../../dashboards/console/security/guess-limit.ts'
import { hostName, isHostOfLoopback, isLoopback } from '../../../../dashboards/console/security/host-check.ts'

const TOKEN = 'a-token-of-more-than-16'

describe('loopback', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is', (host) => expect(isLoopback(host)).toBe(true))
  it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.example.org', 'localhost.example.org', ''])('%s is not', (host) =>
    expect(isLoopback(host)).toBe(false),
  )
  it.each([
    ['localhost:8080', 'localhost'],
    ['[::1]:8080', '::1'],
    ['LOCALHOST', 'localhost'],
  ])('%s names %s', (header, name) => expect(hostName(header)).toBe(name))
  it('refuses the name of another site that was rebound to 127.0.0.1, and none at all', () => {
    expect(isHostOfLoopback('rebound.example:8080')).toBe(false)
    expect(isHostOfLoopback(undefined)).toBe(false)
    expect(isHostOfLoopback('127.0.0.1:8080')).toBe(true)
  })
})

describe('tokens and sessions', () => {
  it('compares whole', () => {
    expect(isSameSecret(TOKEN, TOKEN)).toBe(true)
    expect(isSameSecret(TOKEN, `${TOKEN} `)).toBe(false)
    expect(isSameSecret('', TOKEN)).toBe(false)
  })

  it('a session is good until it ends, for its token, unchanged', () => {
    const session = makeSession(TOKEN, 1000)
    expect(isSessionValid(TOKEN, session, 1000 + SESSION_MS - 1)).toBe(true)
    expect(isSessionValid(TOKEN, session, 1000 + SESSION_MS)).toBe(false)
    expect(isSessionValid('another-token-than-that', session, 2000)).toBe(false)
    const later = session.replace(/^\d+/, (expiry) => String(Number(expiry) + 1))
    expect(isSessionValid(TOKEN, later, 2000)).toBe(false)
    for (const garbage of ['', '.', 'x', '9'.repeat(40), `${SESSION_MS}.`]) {
      expect(isSessionValid(TOKEN, garbage, 0)).toBe(false)
    }
  })

  it('finds a cookie among others', () => {
    expect(cookieOf('a=1; tram5g_session=2.x; b=3', 'tram5g_session')).toBe('2.x')
    expect(cookieOf('xtram5g_session=1', 'tram5g_session')).toBeUndefined()
    expect(cookieOf(undefined, 'tram5g_session')).toBeUndefined()
  })
})

describe('guessing', () => {
  it('is refused after 20 wrong tokens, for the rest of the minute', () => {
    const limit = new GuessLimit()
    for (let i = 0; i < 20; i++) {
      expect(limit.isExhausted(1000 + i)).toBe(false)
      limit.countWrong(1000 + i)
    }
    expect(limit.isExhausted(60_999)).toBe(true)
    expect(limit.isExhausted(61_000)).toBe(false)
  })
})
