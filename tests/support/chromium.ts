import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

export const CHROMIUM_PATH = process.env.TRAM5G_CHROMIUM ?? '/usr/bin/chromium'

/** False where the binary is missing; with TRAM5G_FORBID_SKIP=1 that is an error, so that no test is left out unseen. */
export const chromiumInstalled: boolean = (() => {
  const isThere = existsSync(CHROMIUM_PATH)
  if (!isThere && process.env.TRAM5G_FORBID_SKIP === '1')
    throw new Error(`${CHROMIUM_PATH} is missing (apt-get install chromium), and TRAM5G_FORBID_SKIP=1 forbids to skip`)
  return isThere
})()

/** The system's browser, without a window and without anything it would ask of the network by itself. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM_PATH,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export interface WatchedPage {
  readonly page: Page
  /** Console errors, uncaught exceptions, failed requests and violations of the content security policy, as they came. */
  readonly faults: string[]
  close(): Promise<void>
}

/** A page in a context of its own, that remembers everything that went wrong on it. */
export async function openWatchedPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`HTTP ${response.status()}: ${response.url()}`)
  })
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // an uncaught error is what the watch above hears
      throw new Error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`)
    })
  })
  return { page, faults, close: () => context.close() }
}

/** Waits until every panel of the console's page shows figures. */
export async function shown(page: Page): Promise<void> {
  await page.waitForSelector('html[data-shown]', { timeout: 30_000 })
  await page.waitForFunction(() => document.querySelectorAll('.pending:not([hidden])').length === 0)
}
