import { element, refill } from '../element.ts'
import { formatDuration, formatInstant, formatNumber, formatTime, NO_VALUE } from '../format.ts'
import type { PanelBody, View } from '../view.ts'
import type { PageData, PanelData, PanelDefinition, StationLine } from '../wire.d.ts'
import { statusChip } from './status-chip.ts'

type StationsPanel = Extract<PanelDefinition, { kind: 'stations' }>
type StationsData = Extract<PanelData, { kind: 'stations' }>

/** Rows shown without opening the whole list. */
const SHOWN_AT_ONCE = 3

/** How many stations are connected, silent, unregistered; those that need attention; the list of all. */
export function stationsPanel(panel: StationsPanel, view: View): PanelBody {
  const counts = element('ul', { class: 'counts' })
  const attention = element('ul', { class: 'attention' })
  const place = element('div', {
    class: 'table-scroll',
    tabindex: '0',
    role: 'region',
    'aria-label': view.words(panel.title),
  })
  const list = element('details', { class: 'figures' }, element('summary', {}, view.say('table')), place)
  let last: { data: StationsData; page: PageData } | undefined
  const fill = () => {
    if (last !== undefined) refill(place, table(panel, last.data, last.page, view))
  }
  list.addEventListener('toggle', () => (list.open ? fill() : place.replaceChildren()))
  return {
    node: element('div', { class: 'panel-body' }, counts, attention, list),
    update(data, page) {
      if (data.kind !== 'stations') return
      last = { data, page }
      refill(counts, ...countItems(data, view))
      const urgent = data.rows.filter(isUrgent).slice(0, SHOWN_AT_ONCE)
      refill(attention, ...urgent.map((row) => urgentItem(row, page, view)))
      if (urgent.length === 0)
        refill(attention, element('li', { class: 'empty' }, statusChip('good', view.say('allWell'))))
      if (data.total === 0) refill(attention, element('li', { class: 'empty' }, view.say('noStations')))
      if (list.open) fill()
    },
    dispose: () => undefined,
  }
}

function isUrgent(row: StationLine): boolean {
  return row.silentSince !== null || row.clockOff || !row.connected || !row.registered
}

function countItems(data: StationsData, view: View): HTMLElement[] {
  const count = (value: number) => formatNumber(value, view.language)
  const item = (name: string, value: number, of: number | null, tone: 'good' | 'bad' | 'quiet', id: string) =>
    element(
      'li',
      { class: `count tone-${tone}` },
      element(
        'span',
        { class: 'count-value', 'data-count': id },
        count(value),
        of === null ? null : element('span', { class: 'count-of' }, ` ${view.say('ofStations')} ${count(of)}`),
      ),
      element('span', { class: 'count-name' }, name),
    )
  return [
    item(view.say('connected'), data.connected, data.total, 'quiet', 'connected'),
    item(view.say('silent'), data.silent, null, data.silent > 0 ? 'bad' : 'quiet', 'silent'),
    item(view.say('unregistered'), data.unregistered, null, data.unregistered > 0 ? 'bad' : 'quiet', 'unregistered'),
    item(view.say('cells'), data.cells, null, 'quiet', 'cells'),
  ]
}

/** What is the matter with a station, in words. */
function stationState(row: StationLine, page: PageData, view: View): HTMLElement {
  // by its own wrong time it is silent, too
  if (row.clockOff && row.clockOffsetMs !== null) {
    const off = formatDuration(Math.abs(row.clockOffsetMs) / 1000, view.language)
    return statusChip('bad', `${view.say(row.clockOffsetMs > 0 ? 'clockBehind' : 'clockAhead')} ${off}`)
  }
  if (row.silentSince !== null) {
    const forS = ((page.realmClock ?? page.servedAt) - row.silentSince) / 1000
    return statusChip(
      'bad',
      `${view.say('silent')} ${view.say('since')} ${formatTime(row.silentSince)} (${formatDuration(forS, view.language)})`,
    )
  }
  if (!row.connected) return statusChip('warn', view.say('disconnected'))
  return row.registered ? statusChip('good', view.say('connected')) : statusChip('warn', view.say('unregistered'))
}

function urgentItem(row: StationLine, page: PageData, view: View): HTMLElement {
  return element(
    'li',
    {},
    element('strong', {}, row.station),
    element('span', { class: 'quiet' }, view.zone(row.zone)),
    stationState(row, page, view),
  )
}

/** What neither registry nor birth has told. */
function known(name: string): string {
  return name === '' || name === 'unknown' ? NO_VALUE : name
}

function table(panel: StationsPanel, data: StationsData, page: PageData, view: View): HTMLElement {
  const head = [
    view.say('station'),
    view.say('state'),
    view.say('zone'),
    view.say('operator'),
    view.say('vendor'),
    view.say('software'),
    view.say('cells'),
    view.say('lastSeen'),
    view.say('queued'),
    view.say('clockOffset'),
  ]
  const number = (value: number | null, unit = '') =>
    value === null ? NO_VALUE : `${formatNumber(value, view.language)}${unit}`
  return element(
    'table',
    {},
    element('caption', {}, `${view.words(panel.title)}: ${number(data.rows.length)} ${view.say('firstStations')}`),
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element(
      'tbody',
      {},
      ...data.rows.map((row) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, row.station),
          element('td', {}, stationState(row, page, view)),
          element('td', {}, view.zone(row.zone)),
          element('td', {}, known(row.operator)),
          element('td', {}, known(row.vendor)),
          element('td', {}, known(row.software)),
          element('td', { class: 'number' }, number(row.cells)),
          element('td', {}, row.lastSeen === null ? NO_VALUE : formatInstant(row.lastSeen)),
          element('td', { class: 'number' }, number(row.queued)),
          element('td', { class: 'number' }, number(row.clockOffsetMs, '\u00a0ms')),
        ),
      ),
    ),
  )
}
