import { describe, expect, it } from 'vitest'
import { codeBlocks, page } from './pages.ts'

const english = page('README.md')
const vietnamese = page('README.vi.md')

const headings = (text: string) => [...text.matchAll(/^#+(?= )/gm)].map(([marks]) => marks.length)
const tables = (text: string) => [...text.matchAll(/^(\|.+\|)$/gm)].map(([, row = '']) => row.split(/(?<!\\)\|/).length)
const links = (text: string) =>
  [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to = '']) => to.replace('.vi.', '.')).sort()

describe('README.md and README.vi.md', () => {
  it('have the same chapters and tables', () => {
    expect(headings(vietnamese.text)).toEqual(headings(english.text))
    expect(tables(vietnamese.text)).toEqual(tables(english.text))
  })

  it('print the same commands and answers', () => {
    const printed = (each: typeof english) => codeBlocks(each).filter(({ language }) => language !== 'text')
    expect(printed(vietnamese)).toEqual(printed(english))
  })

  it('lead to the same places', () => {
    expect(links(vietnamese.text)).toEqual(links(english.text))
  })
})
