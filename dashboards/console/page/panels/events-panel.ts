import { element, refill } from '../element.ts'
import { formatDuration, formatInstant, formatNumber, NO_VALUE } from '../format.ts'
import type { PanelBody, View } from '../view.ts'
import type { EventLine, PageData, PanelDefinition, Text } from '../wire.d.ts'
import { statusChip, type Tone } from './status-chip.ts'

type EventsPanel = Extract<PanelDefinition, { kind: 'events' }>

/** How much an event says that something is wrong: while it goes on, and when it is over. */
const TONES: Readonly<Record<string, readonly [ongoing: Tone, over: Tone]>> = {
  outage: ['bad', 'warn'],
  'declared-outage': ['bad', 'warn'],
  silence: ['bad', 'warn'],
  alarm: ['bad', 'quiet'],
  'boot-reused': ['warn', 'warn'],
}

/** What happened, newest first, as a table. */
export function eventsPanel(panel: EventsPanel, view: View): PanelBody {
  const body = element('tbody')
  const head = (['station', 'cell', 'type', 'from', 'to', 'lasted', 'cause', 'eventText'] as const).map((key) =>
    element('th', { scope: 'col' }, view.say(key)),
  )
  const place = element(
    'div',
    { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': view.words(panel.title) },
    element(
      'table',
      { class: 'ranking events' },
      element('caption', { class: 'visually-hidden' }, view.words(panel.title)),
      element('thead', {}, element('tr', {}, ...head)),
      body,
    ),
  )
  const note = element('p', { class: 'note' })
  return {
    node: element('div', { class: 'panel-body' }, place, note),
    update(data, page) {
      if (data.kind !== 'events') return
      place.hidden = data.rows.length === 0
      refill(body, ...data.rows.map((event) => eventRow(panel, event, page, view)))
      refill(note, noteWords(data.total, data.rows.length, view))
    },
    dispose: () => undefined,
  }
}

function noteWords(total: number, shown: number, view: View): string {
  if (total === 0) return view.say('noEvents')
  const all = `${formatNumber(total, view.language)} ${view.say('eventsCounted')}`
  return shown === total ? all : `${all}; ${formatNumber(shown, view.language)} ${view.say('newestShown')}`
}

/** The words for a code, or the code itself where nobody has named it yet. */
export function wordsOf(code: string, words: Readonly<Record<string, Text>>, view: Pick<View, 'words'>): string {
  const text = words[code] ?? words[code.toLowerCase()]
  return text === undefined ? code : view.words(text)
}

function eventRow(panel: EventsPanel, event: EventLine, page: PageData, view: View): HTMLElement {
  const clock = page.realmClock ?? page.servedAt
  const isOngoing = event.to === null || event.to > clock
  const isInstant = event.to === event.from
  const [ongoing, over] = TONES[event.type] ?? ['quiet', 'quiet']
  const end = isInstant ? NO_VALUE : event.to === null ? view.say('ongoing') : formatInstant(event.to)
  const lastedS = ((event.to === null ? clock : Math.min(event.to, clock)) - event.from) / 1000
  return element(
    'tr',
    { 'data-event': event.type },
    element(
      'th',
      { scope: 'row', class: event.station === '' ? 'quiet' : '' },
      event.station === '' ? view.say('severalStations') : event.station,
    ),
    element('td', { class: event.cell === '' ? 'quiet' : '' }, event.cell === '' ? cellWords(event, view) : event.cell),
    element('td', {}, statusChip(isOngoing && !isInstant ? ongoing : over, wordsOf(event.type, panel.types, view))),
    element('td', {}, formatInstant(event.from)),
    element('td', { class: event.to === null ? 'ongoing' : isInstant ? 'quiet' : '' }, end),
    element('td', { class: isInstant ? 'quiet' : '' }, isInstant ? NO_VALUE : formatDuration(lastedS, view.language)),
    element('td', {}, causeWords(panel, event, view)),
    element('td', { class: 'event-text' }, textOf(panel, event, view)),
  )
}

function cellWords(event: EventLine, view: View): string {
  return event.station === '' ? NO_VALUE : view.say('wholeStation')
}

function causeWords(panel: EventsPanel, { cause, overrun }: EventLine, view: View): string {
  const words = wordsOf(cause, panel.causes, view)
  return overrun ? `${words}; ${wordsOf('overrun', panel.causes, view)}` : words
}

function textOf(panel: EventsPanel, { attribution, text }: EventLine, view: View): string {
  if (attribution === undefined) return text
  return `${view.say('putDownTo')} ${wordsOf(attribution, panel.attributions, view)}`
}
