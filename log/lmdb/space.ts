import type { NewEntry } from '../port.ts'
import { encodedBytes } from './entry-codec.ts'
import { PAGE_BYTES } from './environment.ts'

/** Least budget that leaves room beside the reserve [bytes]. */
export const MIN_BUDGET_BYTES = 512 * 1024

/** Kept free below the budget for the first pages of the next segment and the pages each commit copies [bytes]. */
const reserveBytes = (budgetBytes: number) => Math.max(16 * PAGE_BYTES, Math.min(1024 * 1024, budgetBytes / 64))

/** Whether a log of `bytes` takes no more: it ends the reserve below its budget, so the files never grow beyond it. */
export function fullAt(bytes: number, budgetBytes: number): boolean {
  return bytes + reserveBytes(budgetBytes) >= budgetBytes
}

/** Whether `batchBytes` (by {@link pagesBytes}) fit beside the `bytes` in use. */
export function fits(bytes: number, batchBytes: number, budgetBytes: number): boolean {
  return !fullAt(bytes, budgetBytes) && bytes + batchBytes + reserveBytes(budgetBytes) <= budgetBytes
}

/**
 * What an entry takes in the file at most [bytes]. Up to half a page it shares pages, of which a third can stay empty (two
 * entries of 2.8 kB in 8 KiB); a larger one has whole pages. Example: 700 bytes count 1,098, 5,000 bytes 8,192.
 */
export function pagesBytes(entry: NewEntry): number {
  const bytes = encodedBytes(entry) + 20
  return bytes <= PAGE_BYTES / 2 - 32 ? Math.ceil(bytes * 1.5) : Math.ceil((bytes + 16) / PAGE_BYTES) * PAGE_BYTES
}

/** A small budget gets small segments: an eighth each, so that retention has something to remove. */
export function segmentLimitBytes(segmentMaxBytes: number, budgetBytes: number): number {
  return Math.min(segmentMaxBytes, Math.max(16 * PAGE_BYTES, budgetBytes / 8))
}
