#!/usr/bin/env node
import { run } from './program.ts'

// whoever reads our output may stop reading (`tram5g kpi | head`): that is no fault, and nobody is left to be told
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv)
