/** One start of a station: `{epochMs}-{n}`; `n`, a counter in non-volatile memory, alone decides the order where the clock was not set. */
export interface Boot {
  readonly epochMs: number
  readonly n: number
}

export const BOOT_PATTERN = /^\d{1,15}-\d{1,10}$/

/** @throws RangeError where the text does not match {@link BOOT_PATTERN}; check it first. */
export function parseBoot(text: string): Boot {
  if (!BOOT_PATTERN.test(text)) throw new RangeError(`boot must look like 1790000000000-7, got ${JSON.stringify(text)}`)
  const dash = text.indexOf('-')
  return { epochMs: Number(text.slice(0, dash)), n: Number(text.slice(dash + 1)) }
}

export function formatBoot(boot: Boot): string {
  return `${boot.epochMs}-${boot.n}`
}

/** Negative where `a` came before `b`. */
export function compareBoots(a: Boot, b: Boot): number {
  return a.n - b.n || a.epochMs - b.epochMs
}
