import { ConfigError } from './resolve.ts'
import { type Config, SETTINGS, type SettingName } from './settings.ts'

/** @throws {ConfigError} where one of two settings is there without the other. */
export function together(config: Config, one: SettingName, other: SettingName): void {
  const [has, lacks] = config[one] === undefined ? [other, one] : [one, other]
  if (config[has] === undefined || config[lacks] !== undefined) return
  throw new ConfigError(
    `${SETTINGS[lacks].env} is not set: expected ${SETTINGS[lacks].allowed}, since ${SETTINGS[has].env} is set. Set both, or none.`,
  )
}
