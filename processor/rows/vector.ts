/** Plain number arrays of one length, never changed in place once they are part of a state. */
export type Vector = readonly number[]

export function zeros(size: number): number[] {
  return new Array<number>(size).fill(0)
}

export function addInto(target: number[], delta: Vector): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + (delta[i] as number)
}

export function sum(a: Vector, b: Vector): number[] {
  const out = a.slice()
  addInto(out, b)
  return out
}

export function difference(a: Vector, b: Vector): number[] {
  const out = a.slice()
  for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) - (b[i] as number)
  return out
}

export function isZero(vector: Vector): boolean {
  for (let i = 0; i < vector.length; i++) if (vector[i] !== 0) return false
  return true
}
