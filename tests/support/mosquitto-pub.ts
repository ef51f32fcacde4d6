import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

const BINARY = ['/usr/bin/mosquitto_pub', '/usr/local/bin/mosquitto_pub'].find((path) => existsSync(path))

/** False where the client is missing (Debian: mosquitto-clients); with TRAM5G_FORBID_SKIP=1 that is an error. */
export const hasMosquittoPub: boolean = (() => {
  if (!BINARY && process.env.TRAM5G_FORBID_SKIP === '1')
    throw new Error('mosquitto_pub is not installed (apt-get install mosquitto-clients), and it must not be skipped')
  return BINARY !== undefined
})()

export interface Publication {
  readonly port: number
  readonly user: string
  readonly password?: string
  readonly topic: string
  /** An object is sent as JSON, text and bytes as they are. */
  readonly payload: unknown
  readonly retain?: boolean
}

/** `mosquitto_pub` with QoS 1, as a person types it; the payload comes from standard input. Resolves when the broker has acknowledged. */
export function mosquittoPub({ port, user, password, topic, payload, retain }: Publication): Promise<void> {
  const args = ['-h', '127.0.0.1', '-p', String(port), '-u', user, '-q', '1', '-t', topic, '-s']
  if (password !== undefined) args.push('-P', password)
  if (retain) args.push('-r')
  const child = spawn(BINARY ?? 'mosquitto_pub', args, { stdio: ['pipe', 'ignore', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString()
  })
  child.stdin.end(bytesOf(payload))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`mosquitto_pub ended with ${code}: ${errors}`)),
    )
  })
}

function bytesOf(payload: unknown): Uint8Array | string {
  if (typeof payload === 'string' || payload instanceof Uint8Array) return payload
  return JSON.stringify(payload)
}
