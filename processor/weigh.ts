import type { Parts } from './rows/parts.ts'
import { scsWeight, type TagSet } from './tag-sets.ts'

/** Parts as they enter the store: PRB weighed by sub-carrier spacing. */
export function weighed(parts: Parts, set: TagSet): Parts {
  const weight = scsWeight(set)
  const places = parts.shape.weighedByScs
  if (weight === 1 || places.length === 0) return parts
  const values = parts.values.slice()
  for (const place of places) values[place] = (values[place] as number) * weight
  return { shape: parts.shape, values }
}
