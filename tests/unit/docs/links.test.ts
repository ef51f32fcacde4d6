import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { inlineCode, PAGES, type Page, ROOT } from './pages.ts'

/** Targets of links and images that lead to a file of the repository. */
function targets({ text }: Page): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^[a-z]+:/.test(to))
}

/** The anchors of a page, as Markdown viewers make them of its headings. */
function anchors(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

const ROOMS = 'simulators|collector|log|processor|store|dashboards|contract|cli|tests|docs|deploy|scripts|\\.ci'
const PATH = new RegExp(`^(${ROOMS})/[\\w./-]+$`)

describe.each(PAGES.map((page) => [page.path, page] as const))('%s', (path, page) => {
  it('links to what is there', () => {
    const broken = targets(page).filter((to) => {
      const [file = '', anchor] = to.split('#')
      const target = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), decodeURIComponent(file))
      if (!existsSync(target)) return true
      return anchor !== undefined && !anchors(target).includes(decodeURIComponent(anchor))
    })
    expect(broken).toEqual([])
  })

  it('names files and folders that are there', () => {
    // what make-secrets.sh makes is never in the repository
    const named = inlineCode(page).filter((code) => PATH.test(code) && !code.startsWith('deploy/secrets/'))
    const gone = named.filter((path) => !existsSync(join(ROOT, path)))
    expect(gone).toEqual([])
  })
})
