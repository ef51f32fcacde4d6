import type { EventRow } from '../../store/mod.ts'

/** False for what was told once and turned out not to have been, by a word that came later: no list shows it. */
export function isEvent({ cause }: Pick<EventRow, 'cause'>): boolean {
  return cause !== 'withdrawn'
}
