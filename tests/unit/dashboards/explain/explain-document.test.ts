import { describe, expect, it } from 'vitest'
import type { ExplainRequest, Language } from '../../../../contract/mod.ts'
import { explainAnswerSchema } from '../../../../dashboards/console/api/explain-answer.ts'
import { type ExplainDocument, explainDocument, instantInVietnam } from '../../../../dashboards/mod.ts'
import { Reduction } from '../../../support/reduce.ts'
import { FAILED, Station, UP } from '../../../support/station-says.ts'
import { explained } from '../../processor/explain/explained.ts'

const T = Date.UTC(2026, 9, 1, 5)
const RRC = { 'RRC.ConnEstabAtt': 100, 'RRC.ConnEstabSucc': 98 }

/** A quarter of an hour with everything in it: replaced and incomplete reports, an outage, maintenance, a correction. */
function world(): Reduction {
  const run = new Reduction()
  for (let s = -5; s <= 3600; s += 5) run.control({ type: 'tick', at: T + s * 1000, connected: true, accepting: true })
  const word = { by: 'tester', why: 'swap', at: T }
  const window = { targets: ['HN-0001'], from: T + 400_000, to: T + 500_000 }
  run.control({ type: 'maintenance-add', id: 'w1', ...window, ...word })
  const station = new Station(run, T).birth(0).heartbeat(1)
  for (const s of [0, 100, 200]) station.state(s)
  station.state(300, FAILED).state(350, UP).state(450, FAILED).state(520, UP)
  for (const s of [600, 700, 800, 900, 1200, 1500]) station.state(s)
  station.reports(0, 120, 60, RRC).reports(0, 300, 300, RRC).reports(300, 360, 60, { 'RRC.ConnEstabAtt': 1 })
  station.reports(360, 900, 60, RRC).loses(3).reports(900, 3600, 900, RRC)
  return run.settle()
}

const requests: readonly (Omit<ExplainRequest, 'limit' | 'where'> & Partial<Pick<ExplainRequest, 'where'>>)[] = [
  { kpi: 'RrcSetupSuccess', level: '15m', at: T },
  { kpi: 'CellAvail.Total', level: '15m', at: T },
  { kpi: 'RrcSetupSuccess', level: '15m', at: T, where: {} },
  { kpi: 'SiteAvail', level: '15m', at: T, where: { station: ['HN-0001'] } },
  { kpi: 'InfraShareRatio', level: '15m', at: T, where: { station: ['HN-0001'] } },
  { kpi: 'BH.zone.sum', level: '1d', at: T, where: {} },
  { kpi: 'UeThpDlP5', level: '1h', at: T },
  { kpi: 'RrcSetupSuccess', level: 'all', at: T, to: T + 3_000_000, where: {} },
]

const allText = ({ title, subtitle, lead, sections }: ExplainDocument): string =>
  [
    title,
    subtitle,
    ...lead,
    ...sections.flatMap(({ title: name, text, table }) => [
      name,
      ...text,
      ...(table?.head ?? []),
      ...(table?.rows.flatMap(({ cells }) => cells) ?? []),
    ]),
  ].join('\n')

describe('an explanation', () => {
  it.each(requests)('of $kpi is as the API’s document says', async (request) => {
    const explanation = await explained(world(), request)
    expect(explainAnswerSchema.parse(JSON.parse(JSON.stringify(explanation)))).toEqual(explanation)
  })

  it.each(requests)('of $kpi is written in both languages, every table as wide as its head', async (request) => {
    const explanation = await explained(world(), request)
    for (const language of ['vi', 'en'] as const) {
      const document = explainDocument(explanation, language, instantInVietnam)
      for (const { table } of document.sections) {
        for (const row of table?.rows ?? []) expect(row.cells.length).toBe(table?.head.length)
        if (table !== undefined) expect(table.numbers.length).toBe(table.head.length)
      }
      expect(allText(document)).not.toMatch(/undefined|NaN|\[object/)
    }
    const ids = (language: Language) =>
      explainDocument(explanation, language, instantInVietnam).sections.map(({ id }) => id)
    expect(ids('vi')).toEqual(ids('en'))
  })

  it('begins with the arithmetic, and names messages, rules and missing counters', async () => {
    const explanation = await explained(world(), { kpi: 'RrcSetupSuccess', level: '15m', at: T })
    const vi = explainDocument(explanation, 'vi', instantInVietnam)
    expect(vi.title).toBe('Tỷ lệ thiết lập RRC thành công: cell HN-0001/1')
    expect(vi.subtitle).toContain('01/10/2026 12:00:00 – 12:15:00 (UTC+7), 15 phút')
    // one report of 300 s, then nine of 60 s from 360 s on: 10 · 98 / (10 · 100)
    expect(vi.lead).toContain('Phép tính: 980 / 1.000 · 100 = 98 %')
    const text = allText(vi)
    expect(text).toMatch(/bị thay thế, báo cáo có chu kỳ dài hơn .* \(semantics §3\), bởi offset \d+ ở mức 15 phút/)
    expect(text).toContain('thiếu bộ đếm, thiếu RRC.ConnEstabSucc')
    const gaps = vi.sections.find(({ id }) => id === 'gaps')
    expect(gaps?.table?.rows.map(({ cells }) => cells)).toEqual([
      ['01/10/2026 12:05:00', '12:05:50', '50', 'cell bị gián đoạn; không cần có số liệu'],
      ['01/10/2026 12:05:50', '12:06:00', '10', 'báo cáo thiếu bộ đếm; thiếu RRC.ConnEstabSucc'],
    ])
  })

  it('of PLMNs, slices and 5QIs names them, and leads to each', async () => {
    const run = new Reduction()
    const m = { 'DRB.PdcpSduVolumeDL.5qi1': 2, 'DRB.PdcpSduVolumeDL.5qi9': 8 }
    new Station(run, T).birth(0).reports(0, 60, 60, m)
    const asked = { kpi: 'TrafficVolumeDl', level: '1m', at: T } as const
    const group = await explained(run, { ...asked, where: { fiveqi: ['9', '1'] } })
    expect(explainAnswerSchema.parse(JSON.parse(JSON.stringify(group)))).toEqual(group)
    const { title, sections } = explainDocument(group, 'en', instantInVietnam)
    expect(title).toContain('cells with 5QI 9, 1')
    const members = sections.find(({ id }) => id === 'members')?.table
    expect(members?.rows.map(({ cells }) => cells.slice(0, 3))).toEqual([
      ['HN-0001', '1', '9'],
      ['HN-0001', '1', '1'],
    ])
    const where = Object.fromEntries((members?.rows[0]?.target?.where ?? []).map(([tag, value]) => [tag, [value]]))
    const own = explainDocument(await explained(run, { ...asked, where }), 'en', instantInVietnam)
    expect(own.title).toContain('cell HN-0001/1, 5QI 9')
  })

  it('of running totals shows the two points of each difference', async () => {
    const run = new Reduction()
    const m = (att: number) => ({ 'RRC.ConnEstabAtt': att, 'RRC.ConnEstabSucc': att })
    const total = { total: ['RRC.ConnEstabAtt', 'RRC.ConnEstabSucc'] }
    new Station(run, T).birth(0).reports(0, 60, 60, m(1_000_000), total).reports(60, 120, 60, m(1_000_100), total)
    const explanation = await explained(run, { kpi: 'RrcSetupSuccess', level: '1m', at: T + 60_000 })
    expect(explainAnswerSchema.parse(JSON.parse(JSON.stringify(explanation)))).toEqual(explanation)
    for (const [language, why] of [
      ['vi', 'từ báo cáo trước'],
      ['en', 'since the report before'],
    ] as const) {
      const { sections } = explainDocument(explanation, language, instantInVietnam)
      const group = language === 'vi' ? '.' : ' '
      const [before, after] = [`1${group}000${group}000`, `1${group}000${group}100`]
      const row = sections.find(({ id }) => id === 'differences')?.table?.rows[0]?.cells
      expect(row).toEqual([
        'RRC.ConnEstabAtt',
        `${before}, 01/10/2026 12:01:00`,
        '2',
        `${after}, 01/10/2026 12:02:00`,
        '3',
        '100',
        'count',
        why,
      ])
    }
  })

  it('of an availability names states, windows and who registered them', async () => {
    const explanation = await explained(world(), { kpi: 'CellAvail.Total', level: '15m', at: T })
    const text = allText(explainDocument(explanation, 'en', instantInVietnam))
    expect(text).toContain('maintenance window w1, 01/10/2026 12:06:40 – 01/10/2026 12:08:20: swap (tester)')
    expect(text).toMatch(/state “fault” at 01\/10\/2026 12:05:00 \(boot 1790000000000-7, seq 5, offset \d+\)/)
    expect(text).toContain('overrun')
  })

  it('of a group each row leads to its cell', async () => {
    const explanation = await explained(world(), { kpi: 'RrcSetupSuccess', level: '15m', at: T, where: {} })
    const members = explainDocument(explanation, 'en', instantInVietnam).sections.find(({ id }) => id === 'members')
    expect(members?.table?.rows[0]?.target).toEqual({
      name: 'HN-0001/1',
      where: [
        ['station', 'HN-0001'],
        ['cell', '1'],
      ],
    })
  })
})
