import { better, periodOf, type Ranked, rankOf, reportsOf } from './facts.ts'
import { partsIn, reconciled, type Words, wordsOf } from './smallest-units.ts'
import type { Report, World } from './world.ts'

/** A counter of one period, as all reports of it tell it together. */
export interface Told {
  /** In the smallest unit. */
  readonly value: number
  readonly suspect: boolean
  /** The best of the reports that it comes from. */
  readonly by: Ranked
}

/** One period of a cell, or of a station as a whole. Times are seconds since 1970. */
export interface Period {
  readonly start: number
  readonly end: number
  readonly gp: number
  /** By bare name. */
  readonly told: Readonly<Record<string, Told>>
}

export function periodsOf(world: World, station: string, cell: string): Period[] {
  return byPeriod(reportsOf(world, station)).flatMap((reports) => {
    const own = reports.flatMap((report) => {
      const found = report.cells.find((each) => each.cell === cell)
      return found === undefined ? [] : [{ words: wordsOf(found), suspect: found.suspect === true, by: rankOf(report) }]
    })
    return own.length === 0 ? [] : [{ ...periodOf(reports[0]!), told: together(own) }]
  })
}

/** Data that a station's cells have together: energy per bit needs it over the very periods of the energy. */
const OF_CELLS = ['DRB.PdcpSduVolumeDL', 'DRB.PdcpSduVolumeUL', 'DRB.F1uPdcpSduVolumeDL', 'DRB.F1uPdcpSduVolumeUL']

/** A station as a whole: its own values, and what all cells of the period have told, summed. */
export function stationPeriodsOf(world: World, station: string): Period[] {
  return byPeriod(reportsOf(world, station)).flatMap((reports) => {
    const asWhole = (report: Report) => ({
      suspect: report.station?.suspect === true || report.cells.some((each) => each.suspect === true),
      by: rankOf(report),
    })
    const own = reports.flatMap((report) =>
      report.station === undefined ? [] : [{ words: wordsOf(report.station), ...asWhole(report) }],
    )
    const told = { ...together(own) }
    if (Object.keys(told).length === 0) return []
    const names = [...new Set(reports.flatMap(({ cells }) => cells.map(({ cell }) => cell)))]
    const cells = names.map((name) =>
      together(
        reports.flatMap((report) => {
          const found = report.cells.find(({ cell }) => cell === name)
          return found === undefined ? [] : [{ words: wordsOf(found), ...asWhole(report) }]
        }),
      ),
    )
    for (const name of OF_CELLS) {
      // less than nothing is impossible, whatever the other cells have
      const isTold = cells.length > 0 && cells.every((cell) => cell[name] !== undefined && cell[name].value >= 0)
      if (told[name] === undefined && isTold) told[name] = summed(cells.map((cell) => cell[name]!))
    }
    return [{ ...periodOf(reports[0]!), told }]
  })
}

function byPeriod(reports: readonly Report[]): Report[][] {
  const periods = new Map<string, Report[]>()
  for (const report of reports) {
    const key = `${report.end} ${report.gp}`
    periods.set(key, [...(periods.get(key) ?? []), report])
  }
  return [...periods.values()]
}

interface Teller {
  readonly words: Words
  readonly suspect: boolean
  readonly by: Ranked
}

/** Each counter by the best report that has it; of what a later revision or boot tells in parts it tells the total too. */
function together(tellers: readonly Teller[]): Record<string, Told> {
  const all: Record<string, Told> = {}
  const sorted = tellers.toSorted((a, b) => better(a.by, b.by))
  const editions = [...new Set(sorted.map(({ by }) => `${by.rev} ${by.boot}`))]
  for (const edition of editions) {
    const own = editionTogether(sorted.filter(({ by }) => `${by.rev} ${by.boot}` === edition))
    const binsKnown = new Set(Object.keys(all).flatMap(distributionOf))
    for (const [name, told] of Object.entries(own)) {
      if (all[name] === undefined && !distributionOf(name).some((each) => binsKnown.has(each))) all[name] = told
    }
  }
  return all
}

/** A distribution is told as a whole: bins that are not there are 0. */
const distributionOf = (name: string): string[] => (/\.bin\d+$/.test(name) ? [name.replace(/\.bin\d+$/, '')] : [])

function editionTogether(tellers: readonly Teller[]): Record<string, Told> {
  const told: Record<string, Told> = {}
  const words: Record<string, number | null> = {}
  for (const { words: own, suspect, by } of tellers) {
    for (const [name, value] of Object.entries(own)) {
      words[name] ??= value
      if (value !== null && told[name] === undefined) told[name] = { value, suspect, by }
    }
  }
  const { m, unlike } = reconciled(words)
  for (const [name, value] of Object.entries(m)) {
    if (told[name] === undefined) told[name] = { ...summed(partsIn(told, name)), value }
  }
  for (const name of unlike) {
    for (const each of Object.keys(told)) {
      if (each === name || each.startsWith(`${name}.`)) told[each] = { ...told[each]!, suspect: true }
    }
  }
  return told
}

function summed(parts: readonly Told[]): Told {
  return {
    value: parts.reduce((sum, { value }) => sum + value, 0),
    suspect: parts.some(({ suspect }) => suspect),
    by: parts.map(({ by }) => by).toSorted(better)[0]!,
  }
}
