import type { PartDefinition, Stage, Take, Variant } from './definition.ts'

/** A part of a KPI with one stage, and how it is taken first of all. */
export type SimplePart = PartDefinition & Take

/** The stage of a KPI whose parts all come from one set of counters; `others` fill them where those are not there. */
export function oneStage(
  parts: readonly SimplePart[],
  atMost: Stage['atMost'] = [],
  others: readonly Variant[] = [],
): readonly Stage[] {
  return [stageOf('', parts, atMost, others)]
}

export function stageOf(
  id: string,
  parts: readonly SimplePart[],
  atMost: Stage['atMost'] = [],
  others: readonly Variant[] = [],
): Stage {
  return {
    id,
    parts: parts.map(({ sum, times, per, ...part }) => part),
    variants: [
      {
        id: '',
        takes: Object.fromEntries(
          parts.map(({ id: part, sum, times, per }) => [
            part,
            { sum, ...(times !== undefined && { times }), ...(per !== undefined && { per }) },
          ]),
        ),
      },
      ...others,
    ],
    atMost,
  }
}
