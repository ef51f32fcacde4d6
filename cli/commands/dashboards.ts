import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { grafanaAsCode } from '../../dashboards/mod.ts'
import { ConfigError } from '../config/resolve.ts'
import type { Config } from '../config/settings.ts'
import { makeFolder } from '../runtime/make-folder.ts'

/** `tram5g dashboards`: Grafana dashboards and their provisioning, as files. */
export async function writeDashboards(
  config: Config,
  options: { out: string; influx: '1' | '2' },
  say: (text: string) => void,
): Promise<void> {
  const { grafanaFiles } = await grafanaAsCode()
  const files = grafanaFiles({
    realm: config.realm,
    influx: {
      flavour: options.influx,
      url: config.influxUrl ?? 'http://127.0.0.1:8086',
      database: config.influxDatabase,
    },
  })
  for (const { path, content } of files) {
    const target = join(options.out, path)
    try {
      makeFolder(dirname(target))
      writeFileSync(target, content)
    } catch (error) {
      throw new ConfigError(
        `--out: cannot write ${target} (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
        { cause: error },
      )
    }
    say(target)
  }
}
