import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { run } from '../../../cli/mod.ts'
import { codeBlocks, inlineCode, PAGES, type Page } from './pages.ts'

async function help(...words: string[]): Promise<string> {
  const written: string[] = []
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text))
    return true
  })
  try {
    await run(['node', 'tram5g', ...words, '--help'])
  } finally {
    spy.mockRestore()
  }
  return written.join('')
}

const section = (text: string, title: string) => text.split(`${title}:\n`)[1]?.split('\n\n')[0] ?? ''

/** Names in the list of commands of a help text. */
function commandsOf(text: string): string[] {
  return [...section(text, 'Commands').matchAll(/^ {2}([a-z]+)/gm)].map(([, name = '']) => name)
}

function flagsOf(text: string): string[] {
  return [...section(text, 'Options').matchAll(/--[a-z0-9-]+/g)].map(([flag]) => flag)
}

interface Named {
  readonly words: readonly string[]
  readonly flags: readonly string[]
  readonly whole: string
}

/** `tram5g kpi --level 1m` and `npm run -s tram5g -- kpi …` as the pages print them. */
function commandsNamed(page: Page): Named[] {
  const lines = [
    ...codeBlocks(page)
      .filter(({ language }) => ['sh', '', 'bash'].includes(language))
      .flatMap(({ text }) => text.replaceAll('\\\n', ' ').split('\n')),
    ...inlineCode(page),
  ]
  return lines.flatMap((line) => {
    const found = /(?:^|\s)(?:tram5g(?: --)?|node dist\/cli\/main\.js) ([a-z]+(?: [a-z]+)?)(.*)$/.exec(line)
    if (found === null || /^(tram5g )?·/.test(line)) return []
    const [, words = '', rest = ''] = found
    return [{ words: words.split(' '), flags: rest.match(/(?<=\s)--[a-z][a-z-]*/g) ?? [], whole: line.trim() }]
  })
}

describe('commands named in the pages', () => {
  let top = ''
  const helps = new Map<string, string>()

  beforeAll(async () => {
    top = await help()
    for (const name of commandsOf(top)) if (name !== 'help') helps.set(name, await help(name))
    for (const [name, text] of [...helps])
      for (const sub of commandsOf(text)) if (sub !== 'help') helps.set(`${name} ${sub}`, await help(name, sub))
  })
  afterEach(() => vi.restoreAllMocks())

  it('are read from the help', () => {
    expect(commandsOf(top)).toContain('up')
    expect(helps.get('registry import')).toContain('--by')
  })

  it.each(PAGES.map((page) => [page.path, page] as const))('%s', (_, page) => {
    const problems = commandsNamed(page).flatMap(({ words: [name = '', sub], flags, whole }) => {
      const own = helps.get(name)
      if (own === undefined) return [`${whole}: there is no command ${name}`]
      const subs = commandsOf(own)
      const inner = sub !== undefined && subs.includes(sub) ? helps.get(`${name} ${sub}`) : undefined
      if (subs.length > 0 && sub !== undefined && inner === undefined) return [`${whole}: ${name} has no ${sub}`]
      const known = new Set([...flagsOf(top), ...flagsOf(own), ...flagsOf(inner ?? '')])
      return flags.filter((flag) => !known.has(flag)).map((flag) => `${whole}: there is no ${flag}`)
    })
    expect(problems).toEqual([])
  })

  it('are found at all', () => {
    expect(PAGES.flatMap(commandsNamed).length).toBeGreaterThan(10)
  })
})
