import { code, madeBy, table } from './table.mjs'

/** docs/rejects.md from the reject codes. */
export function rejects({ REJECT_CODES }) {
  return `${madeBy('contract/reject.ts')}

# Why a message is refused

A refused message costs exactly itself: it is acknowledged, counted in the ledger under its code, kept with its original
bytes, and everything behind it flows on. See it with \`tram5g deadletters list\` and \`tram5g deadletters show\`; after a
fix run it again with \`tram5g deadletters retry\`.

${table(
  ['code', 'what is wrong, and what the sender must change'],
  // else Markdown would take its underlines for stress
  Object.entries(REJECT_CODES).map(([name, text]) => [code(name), text.replaceAll('__proto__', code('__proto__'))]),
)}

In the ledger \`conflict\` has a column of its own, and \`not-json\` and \`not-an-object\` are counted as \`unreadable\`.
`
}
