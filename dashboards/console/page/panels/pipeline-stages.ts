import { alarmWords } from '../alarm-words.ts'
import { element, refill } from '../element.ts'
import { formatBytes, formatDuration, formatInstant, formatNumber } from '../format.ts'
import type { View } from '../view.ts'
import type { Health, PageData } from '../wire.d.ts'
import { statusChip, type Tone } from './status-chip.ts'

export interface PipelineStages {
  readonly node: HTMLElement
  update(report: Health, page: PageData): void
}

interface Stage {
  readonly name: string
  readonly tone: Tone
  readonly state: string
  readonly facts: string
  readonly error?: string
}

/** The pipeline from left to right of its data: intake, log, processor, store. */
export function pipelineStages(view: View): PipelineStages {
  const stages = element('ol', { class: 'stages' })
  const alerts = element('ul', { class: 'alerts' })
  const clock = element('p', { class: 'note' })
  return {
    node: element('div', {}, stages, alerts, clock),
    update(report, page) {
      refill(stages, ...stagesOf(report, page, view).map(stageNode))
      refill(alerts, ...alertNodes(report, view))
      refill(clock, clockWords(report, page, view))
    },
  }
}

function clockWords(report: Health, page: PageData, view: View): string {
  const at = page.realmClock === null ? view.say('noFiguresYet') : formatInstant(page.realmClock)
  return `${view.say('realmClock')}: ${at} · ${view.say('uptime')} ${formatDuration(report.uptimeS, view.language)}`
}

function stageNode(stage: Stage): HTMLElement {
  return element(
    'li',
    {},
    element('span', { class: 'stage-name' }, stage.name),
    statusChip(stage.tone, stage.state),
    element('span', { class: 'stage-facts' }, stage.facts),
    stage.error === undefined ? null : element('span', { class: 'stage-error', lang: 'en' }, stage.error),
  )
}

function alertNodes(report: Health, view: View): HTMLElement[] {
  if (report.alarms.length === 0) return [element('li', { class: 'quiet' }, view.say('noAlerts'))]
  return report.alarms.map(({ code, since, text }) => {
    const words = alarmWords(code)
    return element(
      'li',
      { 'data-alarm': code },
      statusChip('bad', view.words(words.title)),
      element('span', { class: 'quiet' }, `${view.say('since')} ${formatInstant(since)}`),
      words.action === undefined ? null : element('span', { class: 'alert-action' }, view.words(words.action)),
      // the part that raised it knows names and numbers, and speaks English
      element('span', { class: 'alert-text', lang: 'en' }, text),
    )
  })
}

function stagesOf(report: Health, page: PageData, view: View): Stage[] {
  const { say, language } = view
  const count = (value: number) => formatNumber(value, language)
  const away = (name: string): Stage => ({ name, tone: 'quiet', state: say('elsewhere'), facts: '' })
  const { intake, log, processor, store } = report
  const lastWrite =
    store.lastWriteAt === null
      ? say('never')
      : `${formatDuration((page.servedAt - store.lastWriteAt) / 1000, language)} ${language === 'vi' ? 'trước' : 'ago'}`
  return [
    intake === null
      ? away(say('intake'))
      : {
          name: say('intake'),
          tone: !intake.connected ? 'bad' : intake.accepting ? 'good' : 'bad',
          state: !intake.connected ? say('disconnected') : intake.accepting ? say('ok') : say('backPressure'),
          facts: `${count(intake.receivedTotal)} ${say('received')} · ${count(intake.inFlight)} ${say('inFlight')}`,
          ...(intake.lastError !== undefined && { error: intake.lastError }),
        },
    log === null
      ? away(say('log'))
      : {
          name: say('log'),
          tone: log.full ? 'bad' : 'good',
          state: log.full ? say('logFull') : say('ok'),
          facts: `${formatBytes(log.bytes, language)} / ${formatBytes(log.budgetBytes, language)} ${say('used')}`,
        },
    processor === null
      ? away(say('processor'))
      : {
          name: say('processor'),
          // half a minute of 1,000 messages/s: more than a hiccup
          tone: processor.lagEntries > 30_000 ? 'warn' : 'good',
          state: processor.lagEntries > 30_000 ? say('attention') : say('ok'),
          facts: `${count(processor.lagEntries)} ${say('lag')} · ${formatNumber(processor.messagesPerSecond, language, processor.messagesPerSecond < 10 ? 1 : 0)} ${say('perSecond')}`,
        },
    {
      name: `${say('store')} (${store.kind === 'duckdb' ? 'DuckDB' : 'InfluxDB'})`,
      tone: store.lastError === undefined ? 'good' : 'bad',
      state: store.lastError === undefined ? say('ok') : say('attention'),
      facts: `${count(store.outbox)} ${say('outbox')} · ${say('lastWrite')} ${lastWrite}`,
      ...(store.lastError !== undefined && { error: store.lastError }),
    },
  ]
}
