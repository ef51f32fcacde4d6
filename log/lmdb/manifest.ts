import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { LogIdentity } from '../port.ts'
import { WrongDataError } from '../wrong-data-error.ts'
import { syncDirectory } from './segment-files.ts'

const FORMAT = 1

interface Manifest extends LogIdentity {
  readonly format: number
  /** [epoch ms] */
  readonly createdAt: number
}

export const manifestPath = (directory: string) => `${directory}/log.json`

/** The identity of the log in `directory`; made where there is none. Two processes at once make one. */
export async function claimIdentity(
  directory: string,
  wanted: { readonly realm: string; readonly partitions: number; readonly createdAt: number },
): Promise<LogIdentity> {
  await mkdir(directory, { recursive: true })
  const present = await readManifest(directory)
  const { realm, partitions } = wanted
  const manifest = present ?? (await createManifest(directory, { format: FORMAT, logId: randomUUID(), ...wanted }))
  if (manifest.realm !== realm) throw realmMismatch(directory, manifest.realm, realm)
  if (manifest.partitions !== partitions)
    throw new Error(
      `the log in ${directory} has ${manifest.partitions} partition(s), ${partitions} asked for: the count is fixed at creation; set it back, or use another data directory`,
    )
  return identityOf(manifest)
}

/** @throws {Error} where there is no log, or one of another realm (`realm` absent: any will do). */
export async function existingIdentity(directory: string, realm: string | undefined): Promise<LogIdentity> {
  const manifest = await readManifest(directory)
  if (!manifest)
    throw new Error(
      `there is no log in ${directory}: start the intake first (tram5g broker, collect or up), or check the data directory`,
    )
  if (realm !== undefined && manifest.realm !== realm) throw realmMismatch(directory, manifest.realm, realm)
  return identityOf(manifest)
}

function realmMismatch(directory: string, found: string, wanted: string): WrongDataError {
  return new WrongDataError(
    `the log in ${directory} belongs to realm '${found}', not to '${wanted}': set TRAM5G_REALM=${found}, or give realm '${wanted}' a data directory of its own`,
  )
}

function identityOf({ logId, realm, partitions }: Manifest): LogIdentity {
  return { logId, realm, partitions }
}

async function readManifest(directory: string): Promise<Manifest | undefined> {
  const path = manifestPath(directory)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  return parseManifest(path, text)
}

function parseManifest(path: string, text: string): Manifest {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new Error(`${path} is not JSON: restore it from a backup; the segments beside it are untouched`, { cause })
  }
  const { format, logId, realm, partitions, createdAt } = (value ?? {}) as Partial<Record<keyof Manifest, unknown>>
  if (format !== FORMAT)
    throw new Error(
      `${path} has format ${String(format)}, expected ${FORMAT}: the log was written by another version of tram5g`,
    )
  if (
    typeof logId !== 'string' ||
    typeof realm !== 'string' ||
    typeof partitions !== 'number' ||
    typeof createdAt !== 'number'
  )
    throw new Error(
      `${path} must have logId and realm (texts), partitions and createdAt (numbers): restore it from a backup`,
    )
  return { format, logId, realm, partitions, createdAt }
}

/** Complete or not at all: written beside, then linked, which fails where another process was faster. */
async function createManifest(directory: string, manifest: Manifest): Promise<Manifest> {
  const path = manifestPath(directory)
  const unfinished = `${path}.${randomUUID()}`
  await writeFile(unfinished, `${JSON.stringify(manifest)}\n`, { flush: true })
  try {
    await link(unfinished, path)
    await syncDirectory(directory)
    return manifest
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return parseManifest(path, await readFile(path, 'utf8'))
  } finally {
    await rm(unfinished, { force: true })
  }
}
