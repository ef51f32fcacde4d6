import { describe, expect, it } from 'vitest'
import { CommitGate } from '../../../store/duckdb/commit-gate.ts'

/** Work that ends when it is told to. */
function held(): { work: () => Promise<void>; begun: Promise<void>; end: () => void } {
  let begin = () => {}
  let end = () => {}
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const work = () => {
    begin()
    return ended
  }
  return { work, begun, end }
}

describe('the gate between reads of text and commits', () => {
  it('lets reads run side by side', async () => {
    const gate = new CommitGate()
    const [one, other] = [held(), held()]
    const reads = [gate.read(one.work), gate.read(other.work)]
    await Promise.all([one.begun, other.begun])
    one.end()
    other.end()
    await Promise.all(reads)
  })

  it('a commit waits for reads under way, and later reads wait for it', async () => {
    const gate = new CommitGate()
    const told: string[] = []
    const early = held()
    const commit = held()
    const reading = gate.read(early.work).then(() => told.push('early read'))
    await early.begun
    const committing = gate.commit(() => commit.work().then(() => void told.push('commit')))
    const late = gate.read(async () => void told.push('late read'))
    early.end()
    await commit.begun
    expect(told).toEqual(['early read'])
    commit.end()
    await Promise.all([reading, committing, late])
    expect(told).toEqual(['early read', 'commit', 'late read'])
  })

  it('is open again where a read or a commit failed', async () => {
    const gate = new CommitGate()
    const fails = () => Promise.reject(new Error('no'))
    await expect(gate.read(fails)).rejects.toThrow('no')
    await expect(gate.commit(fails)).rejects.toThrow('no')
    const told: string[] = []
    await gate.commit(async () => void told.push('commit'))
    await gate.read(async () => void told.push('read'))
    expect(told).toEqual(['commit', 'read'])
  })
})
