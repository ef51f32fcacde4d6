const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '::1'])

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_HOSTS.has(host) || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host)
}

/** `localhost:8080` → `localhost`, `[::1]:8080` → `::1`. */
export function hostName(header: string): string {
  const bracketed = /^\[([^\]]*)\](?::\d+)?$/.exec(header)
  if (bracketed !== null) return (bracketed[1] ?? '').toLowerCase()
  return header.replace(/:\d+$/, '').toLowerCase()
}

/**
 * Whether a request that reached a loopback socket was meant for it. A page of another site whose name was rebound to
 * 127.0.0.1 comes with that site's name here. The port is not compared, so that a forwarded port works.
 */
export function isHostOfLoopback(header: string | undefined): boolean {
  return header !== undefined && isLoopback(hostName(header))
}
