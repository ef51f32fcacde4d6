import { element, refill } from './element.ts'
import { fetchJson } from './fetch-json.ts'
import { focusedFigure, focusFigure } from './panels/explain-button.ts'
import type { View } from './view.ts'
import type { DocumentRow, DocumentSection, DocumentTable, ExplainDocument } from './wire.d.ts'

/** Which figure is explained. */
export interface Explained {
  readonly kpi: string
  readonly level: string
  /** Start of its window [epoch ms]. */
  readonly at: number
  /** Of level `all` the end [epoch ms]. */
  readonly to?: number
  /** Tags with their values. */
  readonly where: readonly (readonly [tag: string, value: string])[]
}

/** What a figure is made of, over the page. A member of a group leads to its own figure, and back again. */
export class ExplainDialog {
  readonly #view: View
  readonly #dialog: HTMLDialogElement
  readonly #body = element('div', { class: 'explain-body' })
  readonly #back: HTMLButtonElement
  readonly #title: HTMLHeadingElement
  #way: Explained[] = []
  #loading: AbortController | undefined
  #figure: string | undefined

  constructor(view: View) {
    this.#view = view
    this.#back = element(
      'button',
      { type: 'button', class: 'tool', hidden: true, onclick: () => this.#goBack() },
      `← ${view.say('back')}`,
    )
    this.#title = element('h2', { id: 'explain-title', tabindex: '-1' }, view.say('explainFigure'))
    const close = element(
      'button',
      { type: 'button', class: 'tool explain-close', onclick: () => this.#dialog.close() },
      view.say('close'),
    )
    this.#dialog = element(
      'dialog',
      { class: 'explain', 'aria-labelledby': 'explain-title', onclose: () => this.#closed() },
      element('header', { class: 'explain-head' }, this.#back, this.#title, close),
      this.#body,
    )
    // beside the dialog is its backdrop
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog) this.#dialog.close()
    })
    document.body.append(this.#dialog)
  }

  open(asked: Explained): void {
    this.#figure = focusedFigure(document.body)
    this.#way = [asked]
    if (!this.#dialog.open) this.#dialog.showModal()
    void this.#show()
  }

  dispose(): void {
    this.#loading?.abort()
    this.#dialog.remove()
  }

  /** The figure that opened it may have been drawn anew meanwhile. */
  #closed(): void {
    this.#loading?.abort()
    if (focusedFigure(document.body) === undefined) focusFigure(document.body, this.#figure)
  }

  #goBack(): void {
    this.#way.pop()
    void this.#show()
  }

  async #show(): Promise<void> {
    const asked = this.#way.at(-1)
    if (asked === undefined) return
    this.#loading?.abort()
    const loading = new AbortController()
    this.#loading = loading
    this.#back.hidden = this.#way.length < 2
    refill(this.#body, element('p', { class: 'pending', role: 'status' }, this.#view.say('explaining')))
    const { kpi, level, at, to, where } = asked
    const query = new URLSearchParams({ kpi, level, at: String(at), lang: this.#view.language })
    if (to !== undefined) query.set('to', String(to))
    for (const [tag, value] of where) query.append(tag, value)
    try {
      const told = await fetchJson<ExplainDocument>(`/api/v1/pages/explain?${query}`, loading.signal)
      this.#fill(told, asked)
    } catch (error) {
      if (loading.signal.aborted) return
      const words = error instanceof Error ? error.message : String(error)
      refill(this.#body, element('p', { class: 'trouble', role: 'alert' }, words))
    }
  }

  #fill({ title, subtitle, lead, sections }: ExplainDocument, asked: Explained): void {
    this.#title.textContent = title
    refill(
      this.#body,
      element('p', { class: 'quiet' }, subtitle),
      element('div', { class: 'explain-lead' }, ...lead.map((text) => element('p', {}, text))),
      ...sections.map((section) => this.#section(section, asked)),
    )
    this.#body.scrollTop = 0
    this.#title.focus()
  }

  #section({ id, title, text, table }: DocumentSection, asked: Explained): HTMLElement {
    return element(
      'section',
      { 'data-section': id },
      element('h3', {}, title),
      ...text.map((line) => element('p', {}, line)),
      table === undefined ? null : this.#table(title, table, asked),
    )
  }

  #table(title: string, { head, numbers, rows }: DocumentTable, asked: Explained): HTMLElement {
    const classOf = (place: number) => (numbers[place] === true ? 'number' : '')
    return element(
      'div',
      { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': title },
      element(
        'table',
        {},
        element('caption', { class: 'visually-hidden' }, title),
        element(
          'thead',
          {},
          element('tr', {}, ...head.map((name, i) => element('th', { scope: 'col', class: classOf(i) }, name))),
        ),
        element('tbody', {}, ...rows.map((row) => this.#row(row, classOf, asked))),
      ),
    )
  }

  #row({ cells, target }: DocumentRow, classOf: (place: number) => string, asked: Explained): HTMLElement {
    return element(
      'tr',
      {},
      ...cells.map((text, place) => {
        if (place > 0 || target === undefined) return element('td', { class: classOf(place) }, text)
        const { name, where = asked.where, window } = target
        const open = () => {
          const { kpi } = asked
          this.#way.push(window === undefined ? { ...asked, where } : { kpi, where, ...window })
          void this.#show()
        }
        const label = `${this.#view.say('explainFigure')}: ${name}`
        return element(
          'td',
          {},
          element('button', { type: 'button', class: 'link', 'aria-label': label, onclick: open }, text),
        )
      }),
    )
  }
}
