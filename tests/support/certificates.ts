import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface KeyPair {
  readonly cert: Buffer
  readonly key: Buffer
  readonly certFile: string
  readonly keyFile: string
}

/** False where the openssl command is missing; with TRAM5G_FORBID_SKIP=1 that is an error. */
export const opensslInstalled: boolean = (() => {
  const installed = spawnSync('openssl', ['version']).status === 0
  if (!installed && process.env.TRAM5G_FORBID_SKIP === '1')
    throw new Error('openssl is not installed (apt-get install openssl), and TRAM5G_FORBID_SKIP=1 forbids to skip')
  return installed
})()

/** A certificate authority of its own in a directory. */
export class TestAuthority {
  readonly #directory: string
  readonly caFile: string
  readonly #caKey: string
  #count = 0

  constructor(directory: string) {
    this.#directory = directory
    this.caFile = join(directory, 'ca.crt')
    this.#caKey = join(directory, 'ca.key')
    openssl(
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=tram5g test',
      '-keyout',
      this.#caKey,
      '-out',
      this.caFile,
    )
  }

  /** For the name given, and for 127.0.0.1 and localhost as a server. */
  async issue(commonName: string): Promise<KeyPair> {
    const base = join(this.#directory, `cert-${this.#count++}`)
    const [keyFile, csr, certFile, extensions] = [`${base}.key`, `${base}.csr`, `${base}.crt`, `${base}.ext`]
    writeFileSync(extensions, 'subjectAltName=IP:127.0.0.1,DNS:localhost\n')
    openssl(
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-subj',
      `/CN=${commonName}`,
      '-keyout',
      keyFile,
      '-out',
      csr,
    )
    openssl(
      'x509',
      '-req',
      '-in',
      csr,
      '-CA',
      this.caFile,
      '-CAkey',
      this.#caKey,
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      extensions,
      '-out',
      certFile,
    )
    return { cert: await readFile(certFile), key: await readFile(keyFile), certFile, keyFile }
  }
}

function openssl(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', args)
  if (status !== 0) throw new Error(`openssl ${args[0]} failed: ${stderr?.toString() ?? ''}`)
}
