/** What lies on disk cannot be used: damaged, or another realm's or log's. The message says what to do. */
export class WrongDataError extends Error {
  override readonly name = 'WrongDataError'
}
