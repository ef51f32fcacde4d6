import { LEVEL_MS } from '../../contract/mod.ts'
import { type KpiRequest, MAX_POINTS, windowCount } from '../../store/mod.ts'
import type { FigureSource } from './figure-source.ts'

type Results = Awaited<ReturnType<FigureSource['ask']>>

/** Which KPIs a source can be asked for: an older catalogue may lack some. */
function askable({ catalogue }: FigureSource, request: KpiRequest): KpiRequest {
  const known = new Set(catalogue.kpis.map(({ id }) => id))
  return { ...request, kpis: request.kpis.filter((id) => known.has(id)) }
}

async function ask(source: FigureSource, request: KpiRequest): Promise<Results> {
  const own = askable(source, request)
  return own.kpis.length === 0 ? [] : await source.ask(own)
}

const isTooMuch = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('the answer would have ')

/** The answers of both, in pieces that a source can answer: first in time, then by KPI. */
export async function* askInPieces(
  before: FigureSource,
  after: FigureSource,
  request: KpiRequest,
): AsyncGenerator<[Results, Results]> {
  for (const piece of piecesOf(request, Math.max(1, before.cells, after.cells))) {
    yield* askOrHalve(before, after, piece)
  }
}

/** How many groups there can be is known beforehand only where each is a cell or less. */
function piecesOf(request: KpiRequest, cells: number): KpiRequest[] {
  const size = LEVEL_MS[request.level as Exclude<KpiRequest['level'], 'all'>]
  const windows = windowCount(request.level, request.from, request.to)
  const kpisAtOnce = Math.max(1, Math.min(request.kpis.length, Math.floor(MAX_POINTS / cells)))
  const windowsAtOnce = Math.max(1, Math.min(windows, Math.floor(MAX_POINTS / (cells * kpisAtOnce))))
  const pieces: KpiRequest[] = []
  for (let from = request.from; from < request.to; from += windowsAtOnce * size) {
    const to = Math.min(request.to, from + windowsAtOnce * size)
    for (let i = 0; i < request.kpis.length; i += kpisAtOnce)
      pieces.push({ ...request, kpis: request.kpis.slice(i, i + kpisAtOnce), from, to })
  }
  return pieces
}

async function* askOrHalve(
  before: FigureSource,
  after: FigureSource,
  request: KpiRequest,
): AsyncGenerator<[Results, Results]> {
  let answers: [Results, Results]
  try {
    answers = await Promise.all([ask(before, request), ask(after, request)])
  } catch (error) {
    const { kpis } = request
    if (!isTooMuch(error) || kpis.length === 1) throw error
    const half = Math.ceil(kpis.length / 2)
    yield* askOrHalve(before, after, { ...request, kpis: kpis.slice(0, half) })
    yield* askOrHalve(before, after, { ...request, kpis: kpis.slice(half) })
    return
  }
  yield answers
}
