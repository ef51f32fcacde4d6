/** One line of a terminal that shows how far work is; where no person watches, nothing. */
export class ProgressLine {
  readonly #write: ((text: string) => void) | undefined
  #shown = 0

  constructor(terminal: { readonly isTTY: boolean; write(text: string): unknown }) {
    this.#write = terminal.isTTY ? (text) => void terminal.write(text) : undefined
  }

  /** Puts `text` in the place of what is shown; '' takes it away. */
  show(text: string): void {
    if (this.#write === undefined || (text === '' && this.#shown === 0)) return
    this.#write(`\r${text.padEnd(this.#shown)}${text === '' ? '\r' : ''}`)
    this.#shown = text.length
  }
}
