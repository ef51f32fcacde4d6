import { element, refill } from './element.ts'
import { ExplainDialog } from './explain-dialog.ts'
import { fetchJson } from './fetch-json.ts'
import { chooseLanguage, type Language } from './language.ts'
import { type LiveState, listenLive } from './live.ts'
import { panelCard } from './panels/panel-card.ts'
import { keepChoice, keptChoice } from './preferences.ts'
import { Refresher, refreshGapMs, type Timers } from './refresher.ts'
import { makeShell, type Shell } from './shell.ts'
import { TEXTS } from './texts.ts'
import { makeView, type PanelBody, type Theme, type View } from './view.ts'
import type { PageData, PageDefinition } from './wire.d.ts'

const PAGE = '/api/v1/pages/fleet'
const RETRY_MS = 3000
/** A panel that is still being computed is asked for again after this. */
const PENDING_MS = 1000
/** Without live changes the page still asks now and then: a proxy may swallow the stream. */
const FALLBACK_MS = 30_000

const timers: Timers = {
  set: (run, delayMs) => window.setTimeout(run, delayMs),
  clear: (timer) => window.clearTimeout(timer),
  now: () => performance.now(),
}

/** The page as a whole: what is chosen, what was answered last, and who draws it. */
class Console {
  readonly #root: HTMLElement
  readonly #definition: PageDefinition
  readonly #dark = matchMedia('(prefers-color-scheme: dark)')
  readonly #refresher: Refresher
  #language: Language
  #theme: Theme | null
  #range: string
  #zones: readonly string[]
  #liveState: LiveState = 'connecting'
  #data: PageData | undefined
  #shell: Shell | undefined
  #cards = new Map<string, PanelBody>()
  #dialog: ExplainDialog | undefined

  constructor(root: HTMLElement, definition: PageDefinition, language: Language) {
    const url = new URL(location.href)
    const theme = keptChoice('theme')
    const range = url.searchParams.get('range')
    this.#root = root
    this.#definition = definition
    this.#language = language
    this.#theme = theme === 'light' || theme === 'dark' ? theme : null
    this.#range = definition.ranges.some(({ id }) => id === range) && range !== null ? range : definition.defaultRange
    this.#zones = url.searchParams.getAll('zone')
    this.#refresher = new Refresher((signal) => this.#load(signal), timers, this.#gapMs())
    this.#dark.addEventListener('change', () => this.#draw())
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.#refresher.ask()
    })
  }

  start(): void {
    this.#draw()
    this.#refresher.atOnce()
    listenLive(
      () => this.#refresher.ask(),
      (state) => {
        this.#liveState = state
        this.#shell?.showLive(state)
      },
    )
    window.setInterval(() => this.#refresher.ask(), FALLBACK_MS)
  }

  /** Builds the page anew: at the start, and when language or theme change. */
  #draw(): void {
    const theme = this.#theme ?? (this.#dark.matches ? 'dark' : 'light')
    const focused = document.activeElement?.id
    const scrollTop = document.documentElement.scrollTop
    document.documentElement.lang = this.#language
    document.documentElement.dataset.theme = theme
    document.title = `${this.#definition.title[this.#language]} – tram5g`
    for (const card of this.#cards.values()) card.dispose()
    this.#dialog?.dispose()
    const view = makeView(
      this.#definition,
      this.#language,
      theme,
      (zone) => this.#chooseZones([zone]),
      (kpi, atMs) => this.#explain(kpi, atMs),
      (kpi, of) => this.#explainAll(kpi, of),
    )
    this.#dialog = new ExplainDialog(view)
    const shell = makeShell(this.#root, view, {
      chooseRange: (range) => this.#chooseRange(range),
      chooseZones: (zones) => this.#chooseZones(zones),
      toggleLanguage: () => this.#toggleLanguage(),
      toggleTheme: () => this.#toggleTheme(theme),
    })
    this.#shell = shell
    this.#cards = this.#makeCards(view, shell)
    shell.showLive(this.#liveState)
    shell.showState({ range: this.#range, zones: this.#zones })
    if (this.#data !== undefined) this.#show(this.#data)
    if (focused) document.getElementById(focused)?.focus()
    document.documentElement.scrollTop = scrollTop
  }

  #makeCards(view: View, shell: Shell): Map<string, PanelBody> {
    const cards = new Map<string, PanelBody>()
    for (const panel of this.#definition.panels) {
      const card = panelCard(panel, view)
      cards.set(panel.id, card)
      shell.main.append(card.node)
    }
    return cards
  }

  async #load(signal: AbortSignal): Promise<void> {
    // nobody looks: the figures are asked for when somebody does
    if (document.hidden && this.#data !== undefined) return
    const query = new URLSearchParams({ range: this.#range })
    for (const zone of this.#zones) query.append('zone', zone)
    try {
      this.#show(await fetchJson<PageData>(`${PAGE}?${query}`, signal))
    } catch (error) {
      if (signal.aborted) return
      this.#shell?.showTrouble(error instanceof Error ? error.message : String(error))
      window.setTimeout(() => this.#refresher.ask(), RETRY_MS)
    } finally {
      this.#root.removeAttribute('aria-busy')
    }
  }

  #show(data: PageData): void {
    this.#data = data
    this.#shell?.showData(data, { range: this.#range, zones: this.#zones })
    for (const [id, card] of this.#cards) card.update(data.panels[id] ?? { kind: 'failed', message: '' }, data)
    const isPending = Object.values(data.panels).some(({ kind }) => kind === 'pending')
    this.#refresher.gapMs = isPending || data.catchingUp ? PENDING_MS : this.#gapMs()
    if (isPending || data.catchingUp) this.#refresher.ask()
    document.documentElement.dataset.shown = String(data.servedAt)
  }

  /** What is drawn is told: the level of the range, the zones chosen. */
  #explain(kpi: string, atMs: number): void {
    const level = this.#definition.ranges.find(({ id }) => id === this.#range)?.level
    if (level === undefined) return
    const where = this.#zones.map((zone): [string, string] => ['zone', zone])
    this.#dialog?.open({ kpi, level, at: atMs, where })
  }

  /** A group names its own zone, which is within those chosen, or beside them. */
  #explainAll(kpi: string, of: Readonly<Record<string, string>> = {}): void {
    if (this.#data === undefined) return
    const { from, to } = this.#data
    const zones = of.zone === undefined ? this.#zones.map((zone): [string, string] => ['zone', zone]) : []
    this.#dialog?.open({ kpi, level: 'all', at: from, to, where: [...zones, ...Object.entries(of)] })
  }

  #gapMs(): number {
    const range = this.#definition.ranges.find(({ id }) => id === this.#range)
    const stepMs = this.#data?.range === this.#range ? this.#data.stepMs : (range?.lengthMs ?? 0) / 90
    return refreshGapMs(stepMs)
  }

  #chooseRange(range: string): void {
    this.#range = range
    this.#ask()
  }

  #chooseZones(zones: readonly string[]): void {
    this.#zones = zones
    this.#ask()
  }

  #ask(): void {
    this.#keepInAddress()
    this.#shell?.showState({ range: this.#range, zones: this.#zones })
    this.#refresher.gapMs = this.#gapMs()
    this.#refresher.atOnce()
  }

  #toggleLanguage(): void {
    this.#language = this.#language === 'vi' ? 'en' : 'vi'
    keepChoice('language', this.#language)
    this.#keepInAddress()
    this.#draw()
  }

  #toggleTheme(now: Theme): void {
    this.#theme = now === 'light' ? 'dark' : 'light'
    keepChoice('theme', this.#theme)
    this.#draw()
  }

  /** So that the address, sent to a colleague, shows the same. */
  #keepInAddress(): void {
    const query = new URLSearchParams({ lang: this.#language, range: this.#range })
    for (const zone of this.#zones) query.append('zone', zone)
    history.replaceState(null, '', `${location.pathname}?${query}`)
  }
}

async function run(): Promise<void> {
  const root = document.getElementById('root')
  if (root === null) throw new Error('page.html has no #root')
  const asked = new URL(location.href).searchParams.get('lang')
  const language = chooseLanguage(asked, keptChoice('language'), navigator.languages)
  for (;;) {
    try {
      const definition = await fetchJson<PageDefinition>(`${PAGE}/definition`)
      new Console(root, definition, language).start()
      return
    } catch {
      refill(root, element('p', { class: 'trouble', role: 'alert' }, TEXTS.cannotLoad[language]))
      await new Promise((resolve) => window.setTimeout(resolve, RETRY_MS))
    }
  }
}

void run()
