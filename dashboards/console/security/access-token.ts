import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** 16 characters of base64 are 96 bits: not to be guessed over a network. */
export const MIN_TOKEN_LENGTH = 16
/** A signed-in browser stays so for a shift and the hand-over [ms]. */
export const SESSION_MS = 12 * 3_600_000
export const SESSION_COOKIE = 'tram5g_session'

/** Equal, in a time that tells nothing about where they differ; hashed first, so that not even the length shows. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest()
  return timingSafeEqual(digest(a), digest(b))
}

/**
 * What a browser keeps instead of the token: `{expiry ms}.{HMAC-SHA256 of it under the token}`. Nothing is stored
 * here, it ends by itself, and a new token ends all of them.
 */
export function makeSession(token: string, nowMs: number): string {
  const expiry = String(nowMs + SESSION_MS)
  return `${expiry}.${sign(token, expiry)}`
}

export function isSessionValid(token: string, session: string, nowMs: number): boolean {
  const dot = session.indexOf('.')
  const expiry = session.slice(0, Math.max(0, dot))
  if (!/^\d{1,15}$/.test(expiry)) return false
  return isSameSecret(session.slice(dot + 1), sign(token, expiry)) && Number(expiry) > nowMs
}

function sign(token: string, expiry: string): string {
  return createHmac('sha256', token).update(`tram5g console session v1 ${expiry}`).digest('base64url')
}

/** Value of one cookie of a `Cookie` header. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name && value !== undefined) return value
  }
  return undefined
}
