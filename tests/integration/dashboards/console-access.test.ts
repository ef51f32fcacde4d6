import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConsoleStartError } from '../../../dashboards/mod.ts'
import { consoleOverMadeFleet, type MadeConsole } from '../../support/console-over-made-fleet.ts'

const TOKEN = 'correct-horse-battery-staple'

/** A request whose Host header is the caller's to choose, which fetch does not allow. */
function statusFor(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path: '/api/v1/health', headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })
}

describe('a console on loopback', () => {
  let made: MadeConsole
  beforeAll(async () => {
    made = await consoleOverMadeFleet()
  })
  afterAll(() => made.dispose())

  it('answers to its own names only, so that no rebound name of another site reads it', async () => {
    const { port } = made.console
    expect(await statusFor(port, `127.0.0.1:${port}`)).toBe(200)
    expect(await statusFor(port, `localhost:${port}`)).toBe(200)
    expect(await statusFor(port, '[::1]')).toBe(200)
    expect(await statusFor(port, `rebound.example:${port}`)).toBe(421)
  })

  it('says which port is in use and how to choose another', async () => {
    const { port } = made.console
    const second = consoleOverMadeFleet({ port })
    await expect(second).rejects.toThrow(ConsoleStartError)
    await expect(second).rejects.toThrow(new RegExp(`port ${port} .*TRAM5G_HTTP_PORT`))
  })
})

describe('a console with a token', () => {
  let made: MadeConsole
  const at = (path: string) => new URL(path, made.console.url)
  beforeAll(async () => {
    made = await consoleOverMadeFleet({ token: TOKEN })
  })
  afterAll(() => made.dispose())

  it('refuses who has none, with words for a program and a form for a person', async () => {
    const api = await fetch(at('/api/v1/health'))
    expect(api.status).toBe(401)
    expect(api.headers.get('www-authenticate')).toContain('Bearer')
    expect(((await api.json()) as { message: string }).message).toContain('Authorization: Bearer')
    const page = await fetch(at('/'), { headers: { accept: 'text/html' } })
    expect(page.status).toBe(401)
    expect(await page.text()).toContain('name="token"')
    expect((await fetch(at('/page.js'))).status).toBe(401)
    expect((await fetch(at('/api/v1/stream'))).status).toBe(401)
  })

  it('takes the token in a header', async () => {
    const ask = (authorization: string) => fetch(at('/api/v1/health'), { headers: { authorization } })
    expect((await ask(`Bearer ${TOKEN}`)).status).toBe(200)
    expect((await ask(`Bearer ${TOKEN}x`)).status).toBe(401)
    expect((await ask(`Basic ${TOKEN}`)).status).toBe(401)
  })

  it('exchanges a link’s token for a cookie and takes it out of the address', async () => {
    const response = await fetch(at(`/?token=${TOKEN}&lang=en`), { redirect: 'manual' })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/?lang=en')
    const cookie = response.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
    expect(cookie).not.toContain(TOKEN)
    const session = cookie.split(';')[0] ?? ''
    expect((await fetch(at('/api/v1/health'), { headers: { cookie: session } })).status).toBe(200)
    expect((await fetch(at('/api/v1/health'), { headers: { cookie: `${session}x` } })).status).toBe(401)
  })

  it('never redirects to another site', async () => {
    for (const path of ['//other.example/', '/\\other.example/', '/%5Cother.example']) {
      const response = await fetch(`${made.console.url.slice(0, -1)}${path}?token=${TOKEN}`, { redirect: 'manual' })
      const target = new URL(response.headers.get('location') ?? '/', made.console.url)
      expect(target.origin, path).toBe(new URL(made.console.url).origin)
    }
  })

  it('signs in by its form, and stops guessing', async () => {
    const post = (token: string) =>
      fetch(at('/login'), { method: 'POST', body: new URLSearchParams({ token }), redirect: 'manual' })
    const right = await post(TOKEN)
    expect(right.status).toBe(303)
    expect(right.headers.get('set-cookie')).toContain('tram5g_session=')
    for (let i = 0; i < 20; i++) expect((await post(`wrong-${i}`)).status).toBe(401)
    expect((await post(TOKEN)).status).toBe(429)
    // who sends it in a header is not locked out by who guesses
    const header = await fetch(at('/api/v1/health'), { headers: { authorization: `Bearer ${TOKEN}` } })
    expect(header.status).toBe(200)
  })
})

describe('what does not start', () => {
  it('is a console open to others without a token', async () => {
    await expect(consoleOverMadeFleet({ host: '0.0.0.0' })).rejects.toThrow(/TRAM5G_HTTP_TOKEN_FILE/)
  })

  it('is one with a token that can be guessed', async () => {
    await expect(consoleOverMadeFleet({ token: 'short' })).rejects.toThrow(/at least 16/)
  })

  it('is one whose page is not built', async () => {
    await expect(consoleOverMadeFleet({ pageDirectory: '/nowhere' })).rejects.toThrow(/npm run build/)
  })
})

describe('the port of another program', () => {
  it('is named in the error', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    try {
      await expect(consoleOverMadeFleet({ port })).rejects.toThrow(`port ${port}`)
    } finally {
      other.close()
    }
  })
})
