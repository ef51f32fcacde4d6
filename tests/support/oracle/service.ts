import type { RegistryLine } from '../../../contract/mod.ts'
import { messagesOf, secondOf, timeOf, type World } from './world.ts'

/** Lines of a station in the order in which they take effect. */
export function linesOf(world: World, station: string): RegistryLine[] {
  return world.control
    .flatMap((record) => (record.type === 'registry' ? record.lines : []))
    .filter((line) => line.station === station)
    .sort((a, b) => a.from - b.from)
}

/** The line in force in a second, the first one also before; undefined: the registry does not know the station. */
export function lineAt(world: World, lines: readonly RegistryLine[], second: number): RegistryLine | undefined {
  return lines.filter((line) => secondOf(world, line.from) <= second).at(-1) ?? lines[0]
}

/** True for each second in which a cell is in service: by the registry's dates, else since the first birth. */
export function inService(world: World, station: string, cell: string, seconds: number): boolean[] {
  const messages = messagesOf(world, station)
  const births = messages.filter((said) => said.kind === 'birth')
  const first = births.length > 0 ? births : messages
  const since = Math.min(
    ...first.map((said) => secondOf(world, timeOf(said)) - (said.kind === 'pm' ? said.body.gp : 0)),
  )
  const lines = linesOf(world, station)
  return [...Array(seconds).keys()].map((s) => {
    const line = lineAt(world, lines, s)
    if (line?.cells !== undefined && !line.cells.includes(cell)) return false
    const from = line?.inServiceFrom === undefined ? since : secondOf(world, line.inServiceFrom)
    const to = line?.inServiceTo === undefined ? Number.POSITIVE_INFINITY : secondOf(world, line.inServiceTo)
    return s >= from && s < to
  })
}
