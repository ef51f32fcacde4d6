/** Messages of one station, boot and src that are known to exist and have not come: `from` to `to`, both inclusive. */
export interface Gap {
  readonly station: string
  readonly boot: string
  readonly src: string
  readonly from: number
  readonly to: number
  /** When the processor first knew of it [epoch ms]. */
  readonly seenAt: number
}

/** A gap that becomes smaller is another gap, with tries of its own: something came. */
export function gapKey({ station, boot, src, from }: Gap): string {
  return `${station}/${boot}/${src}/${from}`
}
