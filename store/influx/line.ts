/** One line with what must be known about it when the server says no to it. */
export interface Line {
  readonly text: string
  /** Time of the point [epoch ms]: the server drops the oldest where retention strikes. */
  readonly atMs: number
  /** The row it stands for, in words for a report. */
  readonly row: string
  /** A second line of a row already counted by its first. */
  readonly extra?: true
}
