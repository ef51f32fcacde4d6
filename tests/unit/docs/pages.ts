import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

export interface Page {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
}

const FOLDERS = ['', 'docs', 'docs/decisions', 'deploy']

/** Every Markdown page that people read. */
export const PAGES: readonly Page[] = FOLDERS.flatMap((folder) =>
  readdirSync(`${ROOT}/${folder}`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => {
      const path = folder === '' ? name : `${folder}/${name}`
      return { path, text: readFileSync(`${ROOT}/${path}`, 'utf8') }
    }),
)

export function page(path: string): Page {
  const found = PAGES.find((each) => each.path === path)
  if (found === undefined) throw new Error(`there is no page ${path}`)
  return found
}

/** Code blocks of a page: language and text. */
export function codeBlocks({ text }: Page): { language: string; text: string }[] {
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', block = '']) => ({
    language,
    text: block,
  }))
}

/** Words in backticks, outside of code blocks. */
export function inlineCode({ text }: Page): string[] {
  return [...text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}
