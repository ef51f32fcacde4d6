/** The one command `tram5g` and the composition root. */
export { run } from './program.ts'
