import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumInstalled, launchChromium, openWatchedPage, shown, type WatchedPage } from '../support/chromium.ts'
import { CLOCK_MS, consoleOverMadeFleet, healthReport, type MadeConsole } from '../support/console-over-made-fleet.ts'

const PAGE = fileURLToPath(new URL('../../dist/console-page', import.meta.url))

describe.skipIf(!chromiumInstalled)('the console in a browser (needs chromium)', () => {
  let browser: Browser
  let made: MadeConsole
  let watched: WatchedPage

  beforeAll(async () => {
    browser = await launchChromium()
    made = await consoleOverMadeFleet({ figures: true, pageDirectory: PAGE })
  })
  afterAll(async () => {
    await browser?.close()
    await made?.dispose()
  })
  beforeEach(async () => {
    // far from Vietnam: times must not depend on where the browser is
    watched = await openWatchedPage(browser, { locale: 'vi-VN', timezoneId: 'America/New_York' })
  })
  afterEach(() => watched.close())

  const open = async (query = '') => {
    await watched.page.goto(`${made.console.url}${query}`)
    await shown(watched.page)
    return watched.page
  }

  it('shows figures with bounds and coverage on every panel, without an error or a policy violation', async () => {
    const page = await open()
    expect(await page.locator('section.card').count()).toBe(12)
    expect(await page.locator('.is-failed').count()).toBe(0)
    expect(await page.locator('[data-kpi="CellAvail.Total"]').textContent()).toMatch(/^\d{2},\d{2}\s%$/)
    expect(await page.locator('[data-bounds="CellAvail.Total"]').textContent()).toMatch(
      /^\d{2},\d{2}\s% – \d{2},\d{2}\s%$/,
    )
    expect(await page.locator('[data-coverage="CellAvail.Total"]').textContent()).toMatch(/^\d{2},\d\s%$/)
    expect(await page.locator('[data-count="connected"]').textContent()).toMatch(/^11/)
    expect(await page.locator('.clock').textContent()).toContain('09:14:37')
    await page.waitForFunction(() => document.querySelectorAll('.chart canvas').length === 6)
    expect(watched.faults).toEqual([])
  })

  it('carries the watermark in both languages', async () => {
    const page = await open()
    const text = await page.locator('.watermark').textContent()
    expect(text).toContain('SỐ LIỆU MÔ PHỎNG')
    expect(text).toContain('SIMULATED DATA')
  })

  it('changes language, and keeps it', async () => {
    const page = await open()
    expect(await page.locator('html').getAttribute('lang')).toBe('vi')
    expect(await page.locator('#panel-availability').textContent()).toBe('Độ khả dụng toàn mạng')
    await page.click('#language')
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(await page.locator('#panel-availability').textContent()).toBe('Fleet availability')
    expect(await page.locator('[data-kpi="CellAvail.Total"]').textContent()).toMatch(/^\d{2}\.\d{2}\s%$/)
    expect(page.url()).toContain('lang=en')
    await page.goto(made.console.url)
    await shown(page)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    expect(watched.faults).toEqual([])
  })

  it('changes between light and dark', async () => {
    const page = await open()
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await ground()
    await page.click('#theme')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(await ground()).not.toBe(light)
  })

  it('limits itself to a zone that is chosen, and says so in the address', async () => {
    const page = await open()
    await page.click('.bars button:has-text("Trung tâm Quận 1")')
    await page.waitForFunction(() => document.querySelector('[data-count="cells"]')?.textContent === '9')
    expect(page.url()).toContain('zone=quan-1')
    expect(await page.locator('[data-zone="quan-1"]').getAttribute('aria-pressed')).toBe('true')
    await page.click('[data-zone=""]')
    await page.waitForFunction(() => document.querySelector('[data-count="cells"]')?.textContent === '36')
  })

  it('sorts the worst cells by keyboard, and keeps the focus', async () => {
    const page = await open()
    const values = () => page.locator('#worst-cells tbody tr td:nth-child(4)').allInnerTexts()
    const numbers = (texts: string[]) => texts.map((text) => Number(text.replace(',', '.').replace(/[^\d.]/g, '')))
    const first = numbers(await values())
    expect(first).toEqual([...first].sort((a, b) => a - b))
    await page.focus('[data-column="CellAvail.Total"]')
    await page.keyboard.press('Enter')
    const turned = numbers(await values())
    expect(turned).toEqual([...turned].sort((a, b) => b - a))
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.column)).toBe('CellAvail.Total')
  })

  it('has the figures behind every picture as a table', async () => {
    const page = await open()
    for (const id of ['five-times', 'ue-throughput', 'cell-throughput', 'traffic', 'prb', 'accessibility']) {
      await page.click(`#${id} .figures > summary`)
      await page.locator(`#${id} .figures tbody tr`).nth(59).waitFor()
      expect(await page.locator(`#${id} .figures tbody tr`).count(), id).toBeGreaterThanOrEqual(60)
      expect(await page.locator(`#${id} .chart`).getAttribute('aria-label'), id).toMatch(/\d/)
    }
    const first = await page.locator('#ue-throughput .figures tbody tr').first().textContent()
    expect(first).toContain('22/11/2026 09:14:00')
  })

  it('lists what happened as a table, in the words of the language', async () => {
    const page = await open('?range=1h&lang=vi')
    const head = await page.locator('#events thead th[scope=col]').allInnerTexts()
    expect(head).toEqual(['Trạm', 'Cell', 'Loại', 'Từ', 'Đến', 'Kéo dài', 'Nguyên nhân', 'Nội dung'])
    const first = page.locator('#events tbody tr').first()
    expect(await first.locator('th[scope=row]').textContent()).toBe('BN-0003')
    expect((await first.locator('td').allInnerTexts()).slice(0, 5)).toEqual([
      '2',
      expect.stringContaining('Gián đoạn') as string,
      '22/11/2026 09:05:37',
      'đang diễn ra',
      '9\u00a0phút',
    ])
    await page.click('#language')
    expect(await page.locator('#events tbody tr').first().textContent()).toMatch(/Outage[\s\S]*still going on/)
    expect(await page.locator('#events .note').textContent()).toBe('4 events')
  })

  it('says of the last window that it is still open, in the table too', async () => {
    const page = await open('?range=1h&lang=vi')
    await page.click('#traffic .figures > summary')
    const rows = page.locator('#traffic .figures tbody th')
    expect(await rows.nth(0).textContent()).toBe('22/11/2026 09:14:00 (còn chờ số liệu)')
    expect(await rows.nth(1).textContent()).toBe('22/11/2026 09:13:00')
    expect(await page.locator('#traffic .open-note').isVisible()).toBe(true)
  })

  it('is operated by keyboard alone, and shows where it is', async () => {
    const page = await open()
    const wanted = await page.evaluate(() => {
      const all = 'a[href], button, summary, [tabindex="0"], input'
      return [...document.querySelectorAll(all)]
        .filter((node) => node.checkVisibility())
        .map((node, i) => {
          node.setAttribute('data-stop', String(i))
          return String(i)
        })
    })
    expect(wanted.length).toBeGreaterThan(40)
    const met = new Map<string, boolean>()
    for (let i = 0; i < wanted.length + 5; i++) {
      await page.keyboard.press('Tab')
      const [stop, isMarked] = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body)
        return [
          document.activeElement?.getAttribute('data-stop') ?? '',
          outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1.5,
        ] as const
      })
      met.set(stop, isMarked)
    }
    expect(wanted.filter((stop) => !met.has(stop))).toEqual([])
    expect([...met].filter(([stop, isMarked]) => stop !== '' && !isMarked)).toEqual([])
  })

  it('shows a tool tip on a chart without breaking the policy', async () => {
    const page = await open()
    await page.locator('#ue-throughput .chart').hover()
    await page.locator('#five-times .chart').hover()
    expect(watched.faults).toEqual([])
  })

  it('follows changes live, and says when it cannot', async () => {
    const page = await open('?range=15m')
    await page.waitForSelector('.live[data-state="live"]')
    expect(await page.locator('[data-count="silent"]').textContent()).toBe('1')
    const { store, fleet } = made
    const batch = { kpi: [], ledger: [], events: [], history: [], deadLetters: [] }
    await store.write({ ...batch, stations: fleet.stations.map((row) => ({ ...row, silentSince: null })) })
    made.tellChange()
    await page.waitForFunction(() => document.querySelector('[data-count="silent"]')?.textContent === '0')
    await store.write({ ...batch, stations: fleet.stations })
    made.tellChange()
    await page.waitForFunction(() => document.querySelector('[data-count="silent"]')?.textContent === '1')
    const { port } = made.console
    await made.console.close()
    await page.waitForSelector('.live[data-state="reconnecting"]')
    expect(await page.locator('.live').textContent()).toBe('Đang kết nối lại')
    // the last figures stay on the page
    expect(await page.locator('[data-count="connected"]').textContent()).toMatch(/^11/)
    await made.dispose()
    made = await consoleOverMadeFleet({ figures: true, pageDirectory: PAGE, port })
    await page.waitForSelector('.live[data-state="live"]', { timeout: 60_000 })
  })

  it.each([360, 390, 768, 1440])('fits %d px without scrolling sideways', async (width) => {
    await watched.page.setViewportSize({ width, height: 844 })
    const page = await open()
    const excess = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(excess).toBe(0)
  })
})

describe.skipIf(!chromiumInstalled)('alerts about the pipeline, in a browser (needs chromium)', () => {
  it('are said in both languages, with what to do, and the words of the part that raised it below', async () => {
    const text = 'the store answers 503'
    const report = healthReport('sim-demo')
    const made = await consoleOverMadeFleet({
      pageDirectory: PAGE,
      health: () => Promise.resolve({ ...report, alarms: [{ code: 'store', since: CLOCK_MS - 60_000, text }] }),
    })
    const browser = await launchChromium()
    try {
      const { page } = await openWatchedPage(browser)
      await page.goto(`${made.console.url}?lang=vi`)
      await shown(page)
      const alert = page.locator('[data-alarm="store"]')
      expect(await alert.textContent()).toContain('Kho chỉ tiêu không nhận số liệu')
      expect(await alert.textContent()).toContain('22/11/2026 09:13:37')
      expect(await alert.locator('[lang=en]').textContent()).toBe(text)
      await page.click('#language')
      expect(await alert.textContent()).toContain('KPI store takes nothing')
    } finally {
      await browser.close()
      await made.dispose()
    }
  })
})

describe.skipIf(!chromiumInstalled)('the console with a token, in a browser (needs chromium)', () => {
  it('lets a person in by the form, and remembers', async () => {
    const token = 'correct-horse-battery-staple'
    const made = await consoleOverMadeFleet({ pageDirectory: PAGE, token })
    const browser = await launchChromium()
    try {
      const { page } = await openWatchedPage(browser, { locale: 'en-GB' })
      await page.goto(made.console.url)
      await page.fill('#token', 'not the token at all')
      await page.click('button[type=submit]')
      await page.waitForSelector('[role=alert]')
      await page.fill('#token', token)
      await page.click('button[type=submit]')
      await shown(page)
      expect(await page.locator('h1').textContent()).toBe('5G trial fleet')
      await page.goto(`${made.console.url}?token=${token}`)
      await shown(page)
      expect(page.url()).not.toContain(token)
    } finally {
      await browser.close()
      await made.dispose()
    }
  })

  it('carries no watermark in the live realm', async () => {
    const made = await consoleOverMadeFleet({ pageDirectory: PAGE, realm: 'live' })
    const browser = await launchChromium()
    try {
      const { page, faults } = await openWatchedPage(browser)
      await page.goto(made.console.url)
      await shown(page)
      expect(await page.locator('.watermark').count()).toBe(0)
      // no rows at all: a reason in words, never 0
      expect(await page.locator('[data-kpi="CellAvail.Total"]').textContent()).toMatch(/^—/)
      expect(await page.locator('.stat-reason').first().textContent()).not.toBe('')
      expect(faults).toEqual([])
    } finally {
      await browser.close()
      await made.dispose()
    }
  })
})
