/** Where the room writes its log; shaped like pino's, so that pino fits. Fields first, then the sentence. */
export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
