import { newStation, type StationState } from '../station.ts'

/**
 * What changes of a station with its messages. The rest, births and registry among it, is much more and hardly ever changes: on
 * disk it is a value of its own.
 */
export type StationPulse = Pick<StationState, 'life' | 'boots' | 'queued' | 'clockOffsetMs' | 'silenceMarkedFrom'>
export type StationRest = Omit<StationState, keyof StationPulse>

export function pulseOf({ life, boots, queued, clockOffsetMs, silenceMarkedFrom }: StationState): StationPulse {
  return { life, boots, queued, clockOffsetMs, silenceMarkedFrom }
}

export function restOf(station: StationState): StationRest {
  const { life, boots, queued, clockOffsetMs, silenceMarkedFrom, ...rest } = station
  return rest
}

/** True where nothing but the pulse has changed: values are never changed once they are made. */
export function hasSameRest(a: StationState, b: StationState): boolean {
  const names = Object.keys(a) as (keyof StationState)[]
  return names.length === Object.keys(b).length && names.every((name) => PULSE.has(name) || a[name] === b[name])
}

const PULSE: ReadonlySet<string> = new Set(Object.keys(pulseOf(newStation(''))))
