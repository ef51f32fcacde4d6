import type { Resolved } from '../config/resolve.ts'
import { SETTINGS, type Setting, type SettingName } from '../config/settings.ts'
import { table } from '../output/table.ts'

/** `tram5g config`: what is in force, and from where. Secrets lie in files and are never shown: only the files' names are. */
export function showConfig({ config, origins }: Resolved, json: boolean, say: (text: string) => void): void {
  const rows = (Object.keys(SETTINGS) as SettingName[]).map((name) => {
    const setting: Setting = SETTINGS[name]
    return {
      variable: setting.env,
      value: (config as unknown as Record<string, unknown>)[name] ?? null,
      from: origins[name] ?? 'unset',
      about: setting.about,
    }
  })
  if (json) say(JSON.stringify(rows, null, 2))
  else
    say(
      table(
        ['variable', 'value', 'from', 'what it is'],
        rows.map((r) => [r.variable, r.value === null ? '' : String(r.value), r.from, r.about]),
      ),
    )
}
