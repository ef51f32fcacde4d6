import { element } from '../element.ts'
import type { Figure } from '../wire.d.ts'

/** Where the track of a group of figures begins [%]: a round value below the least of them. */
export function trackFloor(figures: readonly Figure[]): number {
  const least = Math.min(100, ...figures.flatMap((figure) => [figure.lo ?? figure.value ?? 100, figure.value ?? 100]))
  for (const floor of [99, 95, 90, 80, 50]) if (least >= floor) return floor
  return 0
}

/** A dot for the value on a band from lower to upper bound, on a track from `floor` to 100 %. A picture of what stands beside it. */
export function intervalTrack(figure: Figure, floor: number): HTMLElement {
  const place = (value: number) => `${Math.min(100, Math.max(0, ((value - floor) / (100 - floor)) * 100))}%`
  const track = element('span', { class: 'track', 'aria-hidden': 'true' })
  if (figure.lo !== null && figure.hi !== null) {
    const band = element('span', { class: 'track-band' })
    band.style.left = place(figure.lo)
    band.style.right = `calc(100% - ${place(figure.hi)})`
    track.append(band)
  }
  if (figure.value !== null) {
    const dot = element('span', { class: 'track-dot' })
    dot.style.left = place(figure.value)
    track.append(dot)
  }
  return track
}
