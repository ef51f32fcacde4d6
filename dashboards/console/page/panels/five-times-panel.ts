import { makeChart } from '../charts/chart.ts'
import { fiveTimesOption, timeColour } from '../charts/five-times-option.ts'
import { element, refill } from '../element.ts'
import { formatDuration, formatInstant, formatShare } from '../format.ts'
import type { PanelBody, View } from '../view.ts'
import type { PanelDefinition } from '../wire.d.ts'
import { detailsTable } from './details-table.ts'
import { legendEntry } from './legend.ts'

type TimesPanel = Extract<PanelDefinition, { kind: 'five-times' }>

export function fiveTimesPanel(panel: TimesPanel, view: View): PanelBody {
  const legend = element('ul', { class: 'legend legend-times' })
  const chart = makeChart('chart-lines')
  const table = detailsTable(view)
  return {
    node: element('div', { class: 'panel-body' }, legend, chart.node, table.node),
    update(data, page) {
      if (data.kind !== 'five-times') return
      const share = (id: string) => (data.exp === 0 ? null : (data.totals[id] ?? 0) / data.exp)
      const words = panel.times.map((time) => ({ time, text: formatShare(share(time.id), view.language) }))
      refill(
        legend,
        ...words.map(({ time, text }) =>
          legendEntry(
            timeColour(time, view.theme),
            view.words(time.title),
            text,
            `${view.words(time.description)} ${formatDuration(data.totals[time.id] ?? 0, view.language)}`,
          ),
        ),
      )
      chart.draw(
        fiveTimesOption(panel, data, page, view),
        `${view.words(panel.title)}. ${words.map(({ time, text }) => `${view.words(time.title)} ${text}`).join('; ')}`,
      )
      table.update(() => ({
        caption: view.words(panel.title),
        head: [view.say('time'), ...panel.times.map((time) => view.words(time.title))],
        rows: [
          [
            view.say('total'),
            ...words.map(({ time, text }) => `${formatDuration(data.totals[time.id] ?? 0, view.language)} (${text})`),
          ],
          ...(data.seconds[panel.times[0]?.id ?? ''] ?? [])
            .map((_, place) => [
              formatInstant(page.from + place * page.stepMs),
              ...panel.times.map((time) => {
                const seconds = data.seconds[time.id]?.[place] ?? null
                return seconds === null ? '—' : formatDuration(seconds, view.language)
              }),
            ])
            .reverse(),
        ],
      }))
    },
    dispose: () => chart.dispose(),
  }
}
