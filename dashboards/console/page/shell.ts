import { append, element, refill } from './element.ts'
import { formatDate, formatDuration, formatInstant, formatTime } from './format.ts'
import type { LiveState } from './live.ts'
import { TEXTS } from './texts.ts'
import type { View } from './view.ts'
import type { PageData } from './wire.d.ts'

export interface ShellActions {
  readonly chooseRange: (range: string) => void
  /** Empty: all. */
  readonly chooseZones: (zones: readonly string[]) => void
  readonly toggleLanguage: () => void
  readonly toggleTheme: () => void
}

export interface ShellState {
  readonly range: string
  readonly zones: readonly string[]
}

/** Everything of the page that is not a panel: bar, watermark, zone filter, foot. */
export interface Shell {
  readonly main: HTMLElement
  showLive(state: LiveState): void
  showData(page: PageData, state: ShellState): void
  showState(state: ShellState): void
  /** Shown until the next good answer. */
  showTrouble(message: string): void
}

export function makeShell(root: HTMLElement, view: View, actions: ShellActions): Shell {
  const { definition, words, say } = view
  const live = element('span', { class: 'live', role: 'status' })
  const clock = element('span', { class: 'clock' })
  const trouble = element('p', { class: 'trouble', role: 'alert', hidden: true })
  const notice = element('p', { class: 'notice', role: 'status', hidden: true }, say('catchingUp'))
  const zoneBar = element('div', { class: 'zones', role: 'group', 'aria-label': say('zones') })
  const ranges = definition.ranges.map((range) =>
    element(
      'button',
      { type: 'button', 'data-range': range.id, onclick: () => actions.chooseRange(range.id) },
      words(range.title),
    ),
  )
  const main = element('main', { id: 'content', class: 'grid', tabindex: '-1' })
  let zonesShown = ''

  refill(
    root,
    element('a', { class: 'skip', href: '#content' }, say('skip')),
    watermark(view),
    element(
      'header',
      { class: 'bar' },
      element(
        'div',
        { class: 'brand' },
        element('img', { src: '/icon.svg', alt: '', width: '28', height: '28' }),
        element(
          'div',
          {},
          element('h1', {}, words(definition.title)),
          element('p', { class: 'subtitle' }, `tram5g · ${words(definition.subtitle)} · ${definition.realm}`),
        ),
      ),
      element('div', { class: 'status' }, live, clock),
      element(
        'div',
        { class: 'controls' },
        element('div', { class: 'segments', role: 'group', 'aria-label': say('range') }, ...ranges),
        element(
          'button',
          {
            type: 'button',
            class: 'tool',
            id: 'language',
            lang: view.language === 'vi' ? 'en' : 'vi',
            'aria-label': say('otherLanguage'),
            onclick: actions.toggleLanguage,
          },
          view.language === 'vi' ? 'EN' : 'VI',
        ),
        element(
          'button',
          {
            type: 'button',
            class: 'tool',
            id: 'theme',
            'aria-label': say(view.theme === 'light' ? 'themeToDark' : 'themeToLight'),
            title: say(view.theme === 'light' ? 'themeToDark' : 'themeToLight'),
            onclick: actions.toggleTheme,
          },
          view.theme === 'light' ? '☾' : '☀',
        ),
      ),
    ),
    zoneBar,
    trouble,
    notice,
    main,
    foot(view),
  )

  const showState = ({ range, zones }: ShellState) => {
    for (const button of ranges) button.setAttribute('aria-pressed', String(button.dataset.range === range))
    for (const button of zoneBar.querySelectorAll<HTMLElement>('[data-zone]')) {
      const zone = button.dataset.zone ?? ''
      button.setAttribute('aria-pressed', String(zone === '' ? zones.length === 0 : zones.includes(zone)))
    }
  }
  return {
    main,
    showState,
    showLive(state) {
      live.dataset.state = state
      refill(live, element('span', { class: 'live-dot', 'aria-hidden': 'true' }), say(state))
    },
    showData(page, state) {
      trouble.hidden = true
      notice.hidden = !page.catchingUp
      refill(clock, clockNode(page, view))
      const shown = page.zones.map(({ id, name }) => `${id}=${name}`).join('\n')
      if (shown !== zonesShown) {
        zonesShown = shown
        refill(zoneBar, ...zoneButtons(page, view, () => currentZones(zoneBar), actions.chooseZones))
      }
      showState(state)
    },
    showTrouble(message) {
      refill(trouble, `${say('stale')} ${message}`)
      trouble.hidden = false
    },
  }
}

function currentZones(bar: HTMLElement): string[] {
  return [...bar.querySelectorAll<HTMLElement>('[data-zone][aria-pressed="true"]')]
    .map((button) => button.dataset.zone ?? '')
    .filter((zone) => zone !== '')
}

function zoneButtons(
  page: PageData,
  view: View,
  current: () => string[],
  choose: (zones: readonly string[]) => void,
): HTMLElement[] {
  const all = element(
    'button',
    { type: 'button', class: 'zone', 'data-zone': '', onclick: () => choose([]) },
    view.say('allZones'),
  )
  return [
    all,
    ...page.zones.map(({ id, name }) =>
      element(
        'button',
        {
          type: 'button',
          class: 'zone',
          'data-zone': id,
          onclick: () => {
            const zones = current()
            choose(zones.includes(id) ? zones.filter((zone) => zone !== id) : [...zones, id])
          },
        },
        view.zone(name),
      ),
    ),
  ]
}

/** Ticks come every 5 s: a clock this far back means that our own side stands still. */
const LATE_MS = 60_000

/** The instant the figures reach to; with its day where that is not the server's today. */
function clockNode(page: PageData, view: View): HTMLElement {
  const at = page.realmClock
  if (at === null) return element('span', {}, view.say('noFiguresYet'))
  const today = formatDate(at) === formatDate(page.servedAt)
  const behindMs = view.definition.realmKind === 'live' ? page.servedAt - at : 0
  return element(
    'span',
    {},
    `${view.say('asOf')} `,
    element('time', { datetime: new Date(at).toISOString() }, today ? formatTime(at, true) : formatInstant(at)),
    behindMs < LATE_MS
      ? null
      : element(
          'strong',
          { class: 'late' },
          ` (${view.say('behind')} ${formatDuration(behindMs / 1000, view.language)})`,
        ),
  )
}

/** Both languages at once, whatever is chosen: a picture of the page must not pass for live figures anywhere. */
function watermark(view: View): HTMLElement | null {
  const kind = view.definition.realmKind
  if (kind === 'live') return null
  const text = kind === 'simulated' ? TEXTS.simulated : TEXTS.replayed
  return element(
    'p',
    { class: 'watermark', role: 'note' },
    element('span', { lang: 'vi' }, text.vi),
    element('span', { class: 'watermark-bar', 'aria-hidden': 'true' }, '/'),
    element('span', { lang: 'en' }, text.en),
  )
}

function foot(view: View): HTMLElement {
  const node = element('footer', { class: 'foot' })
  append(node, [
    element('span', {}, `${view.say('realm')}: ${view.definition.realm}`),
    element('span', {}, `${view.say('catalogue')} ${view.definition.catalogue}`),
    element('span', {}, view.say('timeZone')),
    element('a', { href: '/api/v1/openapi.json' }, view.say('api')),
  ])
  return node
}
