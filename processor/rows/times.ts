/** The times of a window by TIMELINE_FIELDS: plain arrays of one length, never changed once they are part of a state. */
export type Times = readonly number[]

export function zeros(size: number): number[] {
  return new Array<number>(size).fill(0)
}

export function addInto(target: number[], delta: Times): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + (delta[i] as number)
}

export function sumOfTimes(a: Times, b: Times): number[] {
  const out = a.slice()
  addInto(out, b)
  return out
}

export function isZeroTime(times: Times): boolean {
  for (let i = 0; i < times.length; i++) if (times[i] !== 0) return false
  return true
}
