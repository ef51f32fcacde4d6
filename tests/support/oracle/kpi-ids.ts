import { BUSY_HOURS } from './busy-hours.ts'
import { FIGURES } from './figures.ts'

/** Every KPI that the oracle knows. */
export const KPI_IDS: readonly string[] = [...Object.keys(FIGURES), ...BUSY_HOURS]
