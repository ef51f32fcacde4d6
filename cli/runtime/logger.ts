import { pino, stdSerializers } from 'pino'

export interface Logger {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** JSON lines on standard error; readable lines where a person watches. Stack traces are for who asks for `debug`. */
export async function makeLogger(level: string, isTerminal: boolean): Promise<Logger> {
  const options = {
    level,
    base: null,
    redact: ['password', 'token', '*.password', '*.token'],
    serializers: { err: level === 'debug' ? stdSerializers.err : withoutStack },
  }
  if (!isTerminal) {
    const logger: Logger = pino(options, pino.destination({ dest: 2, sync: true }))
    return logger
  }
  const { default: pretty } = await import('pino-pretty')
  const logger: Logger = pino(
    options,
    pretty({ destination: 2, sync: true, translateTime: 'SYS:HH:MM:ss', ignore: 'pid,hostname' }),
  )
  return logger
}

function withoutStack(error: unknown): unknown {
  return error instanceof Error ? { type: error.name, message: error.message } : error
}
