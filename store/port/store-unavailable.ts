/** The store cannot take anything now; what was sent may or may not be there: send it again, it is idempotent. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
  /** Not before this long [ms], where the store said so. */
  readonly retryAfterMs: number | undefined
  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, { cause: options.cause })
    this.retryAfterMs = options.retryAfterMs
  }
}
