import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = new URL('../../../', import.meta.url)

/**
 * A module of tests/support, which looks for the files of the repository from where its source lies: bundled two folders below the
 * root, as its source is, it finds them from the compiled benchmark too.
 */
export async function fromSource<T>(name: 'mosquitto' | 'tram5g-process'): Promise<T> {
  const bundle = new URL(`dist/tests-bundled/bench-${name}.mjs`, ROOT)
  await build({
    entryPoints: [fileURLToPath(new URL(`tests/support/${name}.ts`, ROOT))],
    outfile: fileURLToPath(bundle),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  })
  return (await import(bundle.href)) as T
}
