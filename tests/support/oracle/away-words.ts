export const AWAY = 'RRU.CellUnavailableTime'

/** More seconds than the period has, fewer than none, or a total that is not the sum of its causes. */
export function saysTheImpossible(m: Readonly<Record<string, number | null>>, gp: number): boolean {
  const total = m[AWAY] ?? m[`${AWAY}.sum`]
  if (total === undefined || total === null) return false
  if (total < 0 || total > gp) return true
  const causes = Object.entries(m).filter(([name]) => name.startsWith(`${AWAY}.`) && name !== `${AWAY}.sum`)
  return causes.length > 0 && causes.reduce((sum, [, seconds]) => sum + (seconds ?? 0), 0) !== total
}
