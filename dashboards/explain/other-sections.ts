import { type Explanation, fieldWords, kpiById, SPLITS, unitText } from '../../contract/mod.ts'
import type { DocumentSection } from './document.ts'
import type { Writer } from './writer.ts'

export function partsSection({ parts, kpi }: Explanation, w: Writer): DocumentSection[] {
  const { column, section } = w.words
  // of a distribution only the bins that hold something
  const shown = parts.filter(({ field, value, again }) => !/\.bin\d+$/.test(field) || (value ?? 0) + (again ?? 0) !== 0)
  if (shown.length === 0) return []
  const definition = kpiById(kpi.id)
  return [
    {
      id: 'parts',
      title: section.parts,
      text: [],
      table: {
        head: [column.part, column.published, column.again, column.unit],
        numbers: [false, true, true, false],
        rows: shown.map(({ field, value, again, unit }) => ({
          cells: [
            definition === undefined ? field : nameOf(field, fieldWords(field, definition, w.language)),
            w.number(value),
            w.number(again),
            unitText(unit, w.language),
          ],
        })),
      },
    },
  ]
}

const nameOf = (field: string, words: string): string => (words === field ? field : `${words} (${field})`)

export function membersSection({ members, kpi, object }: Explanation, w: Writer): DocumentSection[] {
  if (members === null) return []
  const { column, section, words } = { ...w.words, words: w.words }
  const { total, valued, foreign, list, notListed } = members
  const hasCells = list.some(({ cell }) => cell !== '')
  const split = SPLITS.find((each) => object.where[each] !== undefined)
  const own = split === undefined ? [] : [w.words.split[split]]
  return [
    {
      id: 'members',
      title: section.members,
      text: [
        words.members(w.number(total), w.number(valued), w.number(foreign)),
        words.hint,
        ...(notListed > 0 ? [words.notListed(w.number(notListed))] : []),
      ],
      table: {
        head: [
          column.station,
          ...(hasCells ? [column.cell] : []),
          ...own,
          column.value,
          column.weight,
          column.share,
          column.without,
          column.coverage,
        ],
        numbers: [false, ...(hasCells ? [false] : []), ...own.map(() => false), true, true, true, true, true],
        rows: list.map(({ station, cell, member, figure, weight, share, without }) => ({
          cells: [
            station,
            ...(hasCells ? [cell] : []),
            ...own.map(() => member),
            figure.value === null ? words.no : w.value(figure.value, kpi.unit),
            w.number(weight),
            w.share(share),
            w.value(without, kpi.unit),
            w.share(figure.coverage),
          ],
          target: {
            name: [station, cell, member].filter((text) => text !== '').join('/'),
            where: [
              ['station', station],
              ...(cell === '' ? [] : [['cell', cell] as const]),
              ...(split === undefined ? [] : [[split, member] as const]),
            ],
          },
        })),
      },
    },
  ]
}

export function samplesSection({ samples }: Explanation, w: Writer): DocumentSection[] {
  if (samples === null) return []
  const { column, section, words } = { ...w.words, words: w.words }
  return [
    {
      id: 'samples',
      title: section.samples,
      text: samples.notListed > 0 ? [words.notListed(w.number(samples.notListed))] : [],
      table: {
        head: [column.offset, column.at, column.ue, column.sample, column.use, column.counters],
        numbers: [true, false, false, false, false, false],
        rows: samples.list.map(({ offset, at, ue, test, result, notCounted, parts }) => ({
          cells: [
            String(offset),
            w.instant(at),
            ue,
            `${test}, ${result}`,
            words.sample[notCounted ?? 'counts'] ?? notCounted ?? '',
            Object.entries(parts)
              .map(([field, value]) => `${field} ${w.number(value)}`)
              .join(', '),
          ],
        })),
      },
    },
  ]
}

export function registrySection({ registry }: Explanation, w: Writer): DocumentSection[] {
  if (registry === null) return []
  const { column, section } = w.words
  return [
    {
      id: 'registry',
      title: section.registry,
      text: [],
      table: {
        head: [column.from, column.line, column.by, column.why],
        numbers: [false, false, false, false],
        rows: registry.map(({ from, by, why, facts }) => ({
          cells: [
            w.instant(from),
            Object.entries(facts)
              .map(([name, value]) => `${name} ${value}`)
              .join(', '),
            by,
            why,
          ],
        })),
      },
    },
  ]
}

export function hoursSection({ hours, kpi }: Explanation, w: Writer): DocumentSection[] {
  if (hours === null) return []
  const { column, section, words } = { ...w.words, words: w.words }
  return [
    {
      id: 'hours',
      title: section.hours,
      text: [],
      table: {
        head: [column.hour, column.value, ''],
        numbers: [true, true, false],
        rows: hours.map(({ hour, value, busiest }) => ({
          cells: [String(hour), w.value(value, kpi.unit), busiest ? words.busiest : ''],
        })),
      },
    },
  ]
}

export function correctionsSection({ corrections }: Explanation, w: Writer): DocumentSection[] {
  if (corrections.length === 0) return []
  const { column, section, words } = { ...w.words, words: w.words }
  return [
    {
      id: 'corrections',
      title: section.corrections,
      text: [],
      table: {
        head: ['rev', column.at, column.why, column.offset, column.change],
        numbers: [true, false, false, true, false],
        rows: corrections.map(({ rev, changedAt, reason, offset, changes }) => ({
          cells: [
            w.number(rev),
            w.instant(changedAt),
            words.reason[reason] ?? reason,
            String(offset),
            Object.entries(changes)
              .map(([field, [before, after]]) => `${field} ${w.number(before)} → ${w.number(after)}`)
              .join('; '),
          ],
        })),
      },
    },
  ]
}

export function remarksSection({ remarks }: Explanation, w: Writer): DocumentSection[] {
  if (remarks.length === 0) return []
  const text = remarks.map(({ code, facts }) => w.words.remark[code](w.told(facts)))
  return [{ id: 'remarks', title: w.words.section.remarks, text }]
}

export function definitionSection({ kpi }: Explanation, w: Writer): DocumentSection {
  const source = kpi.source === '' ? [] : [`${w.words.source}: ${kpi.source}`]
  const text = [...kpi.description[w.language].split('\n'), ...source]
  return { id: 'definition', title: w.words.section.definition, text }
}
