import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'

const SCRIPT = fileURLToPath(new URL('../../../deploy/influxdb/make-tokens.sh', import.meta.url))
const run = promisify(execFile)

/**
 * Stands for the `influx` of the container, which is not to be had here: notes how it was called and answers in its
 * form, a token that names what it may do. Its flags and its form are taken from its source.
 */
const INFLUX = `#!/bin/sh
echo "$INFLUX_TOKEN $*" >>"$CALLS"
printf '{\\n\\t"id": "0a",\\n\\t"description": "%s",\\n\\t"token": "t%s==",\\n\\t"permissions": []\\n}\\n' "$5" "$(wc -l <"$CALLS")"
`

let root: string
let server: Server
/** Tokens that the database knows. */
const known = new Set<string>()

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tram5g-tokens-'))
  for (const folder of ['bin', 'writer', 'reader']) await mkdir(join(root, folder))
  await writeFile(join(root, 'bin/influx'), INFLUX, { mode: 0o755 })
  await writeFile(join(root, 'operator'), 'operator-secret')
  known.clear()
  server = createServer((request, response) => {
    const token = /^Token (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    response.writeHead(known.has(token) ? 200 : 401).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.close()
  await once(server, 'close')
  await rm(root, { recursive: true, force: true })
})

async function makeTokens(): Promise<{ printed: string; writer: string; reader: string; calls: string[] }> {
  const { stdout, stderr } = await run('bash', [SCRIPT], {
    env: {
      ...process.env,
      PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH ?? ''}`,
      CALLS: join(root, 'calls'),
      INFLUX_HOST: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      OPERATOR_TOKEN_FILE: join(root, 'operator'),
      WRITER_DIR: join(root, 'writer'),
      READER_DIR: join(root, 'reader'),
    },
  })
  const [writer, reader] = await Promise.all(
    ['writer', 'reader'].map((name) => readFile(join(root, name, 'token'), 'utf8')),
  )
  const calls = existsSync(join(root, 'calls')) ? await readFile(join(root, 'calls'), 'utf8') : ''
  return { printed: stdout + stderr, writer: writer!.trim(), reader: reader!.trim(), calls: calls.trim().split('\n') }
}

test('one token may write buckets, the other may only read them; neither is printed', async () => {
  const made = await makeTokens()
  expect([made.writer, made.reader]).toEqual(['t1==', 't2=='])
  expect(made.calls).toEqual([
    'operator-secret auth create --json --description tram5g processor --read-buckets --write-buckets --read-orgs',
    'operator-secret auth create --json --description tram5g dashboards --read-buckets --read-orgs',
  ])
  expect(made.printed).not.toMatch(/t1==|t2==|operator-secret/)
})

test('a token that works is kept, one that the database does not know any more is made anew', async () => {
  const first = await makeTokens()
  known.add(first.writer)
  const second = await makeTokens()
  expect(second.writer).toBe(first.writer)
  expect(second.reader).not.toBe(first.reader)
  expect(second.calls).toHaveLength(3)
})

test('an answer without a token is an error, and leaves no empty token behind', async () => {
  await writeFile(join(root, 'bin/influx'), '#!/bin/sh\necho "{}"\n', { mode: 0o755 })
  await expect(makeTokens()).rejects.toThrow(/No token in the answer/)
  expect(existsSync(join(root, 'writer/token'))).toBe(false)
})
