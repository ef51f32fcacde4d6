/**
 * A module of the browser page, for tests of its pure parts. The page is a TypeScript project of its own (DOM library,
 * bundler resolution) that the tests' project does not reference, so it is imported by address, and the caller says
 * what of it is used.
 */
export async function pageModule<T>(path: string): Promise<T> {
  const address = new URL(`../../dashboards/console/page/${path}`, import.meta.url).href
  return (await import(/* @vite-ignore */ address)) as T
}
