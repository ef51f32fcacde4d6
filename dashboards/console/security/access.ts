import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../api/problem.ts'
import { cookieOf, isSameSecret, isSessionValid, makeSession, SESSION_COOKIE, SESSION_MS } from './access-token.ts'
import { GuessLimit } from './guess-limit.ts'
import { SECURITY_HEADERS } from './headers.ts'
import { isHostOfLoopback } from './host-check.ts'
import { loginPage } from './login-page.ts'

export interface AccessOptions {
  readonly loopback: boolean
  /** undefined: open, which only a loopback console may be. */
  readonly token: string | undefined
  readonly now: () => number
}

/** What the sign-in form itself needs. */
const OPEN_PATHS = new Set(['/login', '/page.css', '/icon.svg'])

/** Guards every route: headers, host name, token or session; and the way in for browsers. */
export function addAccess(app: FastifyInstance, { loopback, token, now }: AccessOptions): void {
  const guesses = new GuessLimit()

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS)
    if (loopback && !isHostOfLoopback(request.headers.host)) {
      throw new Problem(
        421,
        'wrong-host',
        'This console answers to localhost, 127.0.0.1 and [::1] only. Set TRAM5G_HTTP_HOST and a token to serve others.',
      )
    }
    if (token === undefined) return undefined
    const url = new URL(request.url, 'http://console')
    if (OPEN_PATHS.has(url.pathname)) return undefined
    if (url.searchParams.has('token')) return exchange(reply, token, url)
    if (isAllowed(request, token)) return undefined
    if (!url.pathname.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')) {
      return reply.code(401).type('text/html; charset=utf-8').send(loginPage(false))
    }
    reply.header('www-authenticate', 'Bearer realm="tram5g"')
    throw new Problem(401, 'unauthorized', "Send 'Authorization: Bearer <token>', or sign in at /login.")
  })

  function isAllowed(request: FastifyRequest, secret: string): boolean {
    const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    if (bearer !== undefined) return isSameSecret(bearer, secret)
    const session = cookieOf(request.headers.cookie, SESSION_COOKIE)
    return session !== undefined && isSessionValid(secret, session, now())
  }

  function isRight(candidate: string, secret: string): boolean {
    if (guesses.isExhausted(now())) {
      throw new Problem(429, 'too-many-tries', 'Too many wrong tokens. Wait a minute and try again.')
    }
    const right = isSameSecret(candidate, secret)
    if (!right) guesses.countWrong(now())
    return right
  }

  function signIn(reply: FastifyReply, secret: string, target: string): FastifyReply {
    // no 'Secure': the console itself speaks plain HTTP, TLS is a proxy's
    const cookie = `${SESSION_COOKIE}=${makeSession(secret, now())}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${SESSION_MS / 1000}`
    return reply.header('set-cookie', cookie).header('cache-control', 'no-store').redirect(target, 303)
  }

  /** A link with `?token=` is good once: the answer sets the cookie and takes the token out of the address. */
  function exchange(reply: FastifyReply, secret: string, url: URL): FastifyReply {
    const candidate = url.searchParams.get('token') ?? ''
    if (!isRight(candidate, secret)) return reply.code(401).type('text/html; charset=utf-8').send(loginPage(true))
    url.searchParams.delete('token')
    // one slash: '//other.example' would be another site's address
    return signIn(reply, secret, `/${url.pathname.replace(/^\/+/, '')}${url.search}`)
  }

  if (token === undefined) return
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4096 },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )
  app.get('/login', async (_request, reply) => reply.type('text/html; charset=utf-8').send(loginPage(false)))
  app.post('/login', async (request, reply) => {
    const candidate = request.body instanceof URLSearchParams ? (request.body.get('token') ?? '') : ''
    if (isRight(candidate.trim(), token)) return signIn(reply, token, '/')
    return reply.code(401).type('text/html; charset=utf-8').send(loginPage(true))
  })
}
