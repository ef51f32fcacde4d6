import type { PartDefinition, Stage, Take } from './definition.ts'

/** A part of a KPI with one stage and one way to take it. */
export type SimplePart = PartDefinition & Take

/** The stage of a KPI whose parts all come from one set of counters. */
export function oneStage(parts: readonly SimplePart[], atMost: Stage['atMost'] = []): readonly Stage[] {
  return [
    {
      id: '',
      parts: parts.map(({ sum, times, per, ...part }) => part),
      variants: [
        {
          id: '',
          takes: Object.fromEntries(
            parts.map(({ id, sum, times, per }) => [
              id,
              { sum, ...(times !== undefined && { times }), ...(per !== undefined && { per }) },
            ]),
          ),
        },
      ],
      atMost,
    },
  ]
}
