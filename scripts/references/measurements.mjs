import { code, madeBy, table } from './table.mjs'

const METHOD = { CC: 'count', SI: 'sampled', DER: 'from events', G: 'gauge' }

/** Where the counter is used: `DlUeThroughput.vol`. */
function usesOf(name, kpis) {
  return kpis.flatMap((kpi) =>
    kpi.stages.flatMap(({ variants }) =>
      variants.flatMap(({ takes }) =>
        Object.entries(takes)
          .filter(([, take]) =>
            ('binsOf' in take ? [take.binsOf] : [...take.sum, ...(take.times ?? []), take.per]).includes(name),
          )
          .map(([id]) => code(`${kpi.id}.${id}`)),
      ),
    ),
  )
}

function noteOf({ aliases, causes, note }) {
  return [
    ...(aliases.length > 0 ? [`also ${aliases.map(code).join(', ')}`] : []),
    ...(causes.length > 0 ? [`causes ${causes.map(code).join(', ')}`] : []),
    ...(note === undefined ? [] : [note]),
  ].join('; ')
}

/** docs/measurements.md from the measurement catalogue. */
export function measurements({ MEASUREMENTS, KPIS, keptUnit, unitsOf }) {
  const rows = MEASUREMENTS.map((m) => [
    code(m.name),
    m.unit,
    unitsOf(m.quantity)
      .filter((unit) => unit !== m.unit)
      .join(', '),
    keptUnit(m.quantity),
    METHOD[m.method],
    m.dimensions.join(', '),
    m.objects.join(', '),
    usesOf(m.name, KPIS).join(', '),
    noteOf(m),
  ])
  const sources = new Map()
  for (const { source, confidence } of MEASUREMENTS) {
    const key = `${source} | ${confidence}`
    sources.set(key, (sources.get(key) ?? 0) + 1)
  }
  return `${madeBy('contract/measurement')}

# Measurements

The ${MEASUREMENTS.length} names that a station may report in \`pm\`, matched without regard to case. A name that is not
here stays in the log, is counted, and is no error. \`VS.\` marks extensions of this project.

"Unit" is what a number without a unit means; the units beside it may be named in \`u\`. "Kept in" is the smallest unit:
values become integers in it when they are decoded, rounded half to even. "By" says which sub-counters are understood:
\`.plmn452-04\`, \`.snssai1-000001\`, \`.5qi9\`, \`.cause…\`, \`.bin3\`; a bare name, or \`.sum\`, is the total. Values of a PLMN, slice or
5QI are kept by themselves too, for the KPIs whose counters all have them: see "Can be split by" in the [KPI catalogue](kpi-catalogue.md).

A number is the increment of its period, unless its name stands in \`total\` of the report: then it is the running total of this
boot, as a string above 2^53. A base name there stands for its parts too. What adds up over time (method "count", energy,
unavailable time) can be one. A counter that begins again at 0 without a new boot says in \`wrap\` at which value, in its own unit:
\`{"total": ["DRB.PdcpSduVolumeDL"], "wrap": {"DRB.PdcpSduVolumeDL": 4294967296}}\`. Increments are the differences of neighbours
in one boot: [decision 017](decisions/017-running-totals-and-members.md).

${table(['name', 'unit', 'or', 'kept in', 'method', 'by', 'object', 'used by', 'notes'], rows)}

## Sources

Confidence: V the text of the standard was read; S a secondary source; M from memory; D decided in this project.

${table(
  ['source', 'confidence', 'measurements'],
  [...sources].map(([key, count]) => [...key.split(' | '), count]),
)}
`
}
