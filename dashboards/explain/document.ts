/** What is told of a figure, for people: drawn by the console's page and by `tram5g explain` alike. */
export interface ExplainDocument {
  readonly title: string
  /** Window, level and status. */
  readonly subtitle: string
  /** The figure with its arithmetic, first of all. */
  readonly lead: readonly string[]
  readonly sections: readonly DocumentSection[]
}

export interface DocumentSection {
  /** kebab-case, the same in every language. */
  readonly id: string
  readonly title: string
  readonly text: readonly string[]
  readonly table?: DocumentTable
}

export interface DocumentTable {
  readonly head: readonly string[]
  /** Columns with numbers, which stand to the right. */
  readonly numbers: readonly boolean[]
  readonly rows: readonly DocumentRow[]
}

export interface DocumentRow {
  readonly cells: readonly string[]
  /** The figure of the same KPI and window that this row stands for. */
  readonly target?: { readonly station: string; readonly cell: string }
}
