import type { Stage, StageRatio, Variant } from '../definition.ts'
import { stageOf } from '../stage.ts'

/** Counters of one way to count a stage. */
interface Counters {
  /** `''` for the first. */
  readonly id: string
  readonly att: readonly string[]
  readonly succ: readonly string[]
  readonly note?: Variant['note']
}

/** One stage of a product: `<stage>_att` and `<stage>_succ`, by the first counters that are all there. */
export function successStage(id: string, first: Counters, others: readonly Counters[] = []): Stage {
  const [att, succ] = [`${id}_att`, `${id}_succ`]
  return stageOf(
    id,
    [
      { id: att, sum: first.att, unit: 'count' },
      { id: succ, sum: first.succ, unit: 'count' },
    ],
    [[succ, att]],
    others.map((counters) => ({
      id: `${counters.id}_${id}`,
      takes: { [att]: { sum: counters.att }, [succ]: { sum: counters.succ } },
      ...(counters.note !== undefined && { note: counters.note }),
    })),
  )
}

export function successFactor(kpi: string, stage: string): StageRatio {
  return { kind: 'ratio', stage, num: { [`${kpi}.${stage}_succ`]: 1 }, den: { [`${kpi}.${stage}_att`]: 1 }, scale: 1 }
}
