import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chromiumInstalled, launchChromium, openWatchedPage, shown, type WatchedPage } from '../support/chromium.ts'
import { consoleOverMadeFleet, type MadeConsole } from '../support/console-over-made-fleet.ts'

const PAGE = fileURLToPath(new URL('../../dist/console-page', import.meta.url))

describe.skipIf(!chromiumInstalled)('what is behind a figure, in a browser (needs chromium)', () => {
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
  afterEach(() => watched.close())

  const open = async (query: string, viewport?: { width: number; height: number }): Promise<Page> => {
    watched = await openWatchedPage(browser, { locale: 'vi-VN', ...(viewport !== undefined && { viewport }) })
    const { page } = watched
    await page.goto(`${made.console.url}${query}`)
    await shown(page)
    await page.waitForFunction(() => document.querySelectorAll('.chart canvas').length === 6)
    return page
  }
  /** What was given to a chart is drawn with the next frame: until then there is nothing to be clicked. */
  const drawn = (page: Page) =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const told = (page: Page) => page.locator('dialog.explain[open] .explain-lead').textContent()

  it('a click on a chart names formula, arithmetic and the cells that add up; each leads on, and back', async () => {
    const page = await open('?range=1h&lang=vi')
    const chart = page.locator('#accessibility .chart.chart-pick')
    await chart.scrollIntoViewIfNeeded()
    await drawn(page)
    await chart.click()
    await page.locator('dialog.explain[open]').waitFor()
    await page.locator('dialog.explain [data-section="members"] tbody tr').first().waitFor()
    expect(await page.locator('#explain-title').textContent()).toMatch(/: tất cả cell$/)
    // 93 / 96 · 100 = 96,875 %
    expect(await told(page)).toMatch(/Phép tính: [\d.]+ \/ [\d.]+ · 100 = [\d,]+ %/)
    expect(await told(page)).toContain('Tính lại từ những gì còn lưu, các thành phần đúng như trong kho chỉ tiêu.')
    const first = page.locator('dialog.explain [data-section="members"] tbody button').first()
    const station = await first.textContent()
    await first.click()
    await page.waitForFunction(
      (id) => document.querySelector('#explain-title')?.textContent?.includes(` ${id}/`),
      station,
    )
    await page.click('dialog.explain button:has-text("Quay lại")')
    await page.waitForFunction(() => document.querySelector('#explain-title')?.textContent?.endsWith('tất cả cell'))
    expect(watched.faults).toEqual([])
  })

  it('a click counts though the chart is drawn anew between its press and its release, as a live page does', async () => {
    const page = await open('?range=1h&lang=vi')
    const chart = page.locator('#accessibility .chart.chart-pick')
    await chart.scrollIntoViewIfNeeded()
    await drawn(page)
    const box = await chart.boundingBox()
    if (box === null) throw new Error('the chart has no place')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + 2, box.y + box.height / 2 + 2)
    made.tellChange()
    await drawn(page)
    await page.mouse.up()
    await page.locator('dialog.explain[open] .explain-lead').waitFor()
    expect(watched.faults).toEqual([])
  })

  it('by keyboard alone: arrows choose the window, Enter opens, Escape closes and the chart has the focus again', async () => {
    const page = await open('?range=1h&lang=en')
    const chart = page.locator('#five-times .chart')
    await chart.focus()
    const before = await chart.getAttribute('aria-valuenow')
    await page.keyboard.press('ArrowLeft')
    expect(Number(await chart.getAttribute('aria-valuenow'))).toBe(Number(before) - 1)
    expect(await chart.getAttribute('aria-valuetext')).toContain('22/11/2026 09:13:00')
    await page.keyboard.press('Enter')
    await page.locator('dialog.explain .explain-lead').waitFor()
    expect(await page.locator('dialog.explain .quiet').first().textContent()).toContain(
      '22/11/2026 09:13:00 – 09:14:00',
    )
    expect(await told(page)).toMatch(/Calculation: [\d ]+ \/ [\d ]+ · 100 = [\d.]+ %/)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('explain-title')
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.querySelector('dialog.explain[open]') === null)
    expect(await page.evaluate(() => document.activeElement?.classList.contains('chart-pick'))).toBe(true)
    expect(watched.faults).toEqual([])
  })

  it('keeps to the zones chosen', async () => {
    const page = await open('?range=1h&lang=en&zone=quan-1')
    await page.locator('#prb .chart').focus()
    await page.keyboard.press('Enter')
    await page.locator('dialog.explain [data-section="members"] tbody tr').first().waitFor()
    expect(await page.locator('#explain-title').textContent()).toContain('zone quan-1')
    expect(await page.locator('dialog.explain [data-section="members"] tbody tr').count()).toBe(9)
  })

  it('a figure over all the time shown tells its windows, of the fleet, a zone and a cell; each window leads on', async () => {
    const page = await open('?range=1h&lang=en')
    const windows = page.locator('dialog.explain [data-section="windows"] tbody tr')
    await page.locator('[data-kpi="CellAvail.Total"] button').click()
    await windows.first().waitFor()
    expect(await page.locator('#explain-title').textContent()).toMatch(/all cells$/)
    expect(await told(page)).toContain('Made again from what is kept, the parts are the same as in the store.')
    await windows.first().locator('button').click()
    await page.locator('dialog.explain [data-section="members"] tbody tr').first().waitFor()
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-explains') === 'CellAvail.Total')
    await page.locator('.bars td.number button').first().click()
    await windows.first().waitFor()
    expect(await page.locator('#explain-title').textContent()).toMatch(/cells with zone /)
    await page.keyboard.press('Escape')
    await page.locator('.ranking td.number button').first().click()
    await windows.first().waitFor()
    expect(await page.locator('#explain-title').textContent()).toMatch(/cell [A-Z0-9-]+\/\d$/)
    expect(watched.faults).toEqual([])
  })

  it('fills a phone and scrolls within itself', async () => {
    const page = await open('?range=1h&lang=vi', { width: 390, height: 844 })
    await page.locator('#traffic .chart').focus()
    await page.keyboard.press('Enter')
    await page.locator('dialog.explain [data-section="members"] tbody tr').first().waitFor()
    const box = await page.locator('dialog.explain').boundingBox()
    expect([box?.width, box?.height]).toEqual([390, 844])
    const isWider = await page.evaluate(() => {
      const body = document.querySelector('.explain-body')
      return body === null || body.scrollWidth > body.clientWidth
    })
    expect(isWider).toBe(false)
    expect(watched.faults).toEqual([])
  })
})
