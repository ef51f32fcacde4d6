import type { Bilingual } from '../../contract/mod.ts'
import type { LedgerTerm } from './panel.ts'

export const LEDGER_TERMS: readonly LedgerTerm[] = [
  { column: 'received', title: { vi: 'Đã đến', en: 'Received' }, tone: 'neutral' },
  { column: 'accepted', title: { vi: 'Đã nhận', en: 'Accepted' }, tone: 'good' },
  { column: 'duplicate', title: { vi: 'Trùng', en: 'Duplicate' }, tone: 'neutral' },
  { column: 'conflict', title: { vi: 'Xung đột', en: 'Conflict' }, tone: 'bad' },
  { column: 'rejected', title: { vi: 'Bị từ chối', en: 'Rejected' }, tone: 'bad' },
  { column: 'unreadable', title: { vi: 'Không đọc được', en: 'Unreadable' }, tone: 'bad' },
  { column: 'published', title: { vi: 'Trạm đã phát', en: 'Published' }, tone: 'neutral' },
  { column: 'rejectedWithSeq', title: { vi: 'Từ chối (có số thứ tự)', en: 'Rejected with seq' }, tone: 'bad' },
  { column: 'missing', title: { vi: 'Thiếu', en: 'Missing' }, tone: 'bad' },
]

type Column = LedgerTerm['column']

/** `total` is the sum of `terms`, for every station and so for all together. */
export interface LedgerEquation {
  readonly total: Column
  readonly terms: readonly Column[]
  readonly title: Bilingual
}

export const LEDGER_EQUATIONS: readonly LedgerEquation[] = [
  {
    total: 'received',
    terms: ['accepted', 'duplicate', 'conflict', 'rejected', 'unreadable'],
    title: { vi: 'Bản tin đã đến', en: 'Deliveries' },
  },
  {
    total: 'published',
    terms: ['accepted', 'rejectedWithSeq', 'missing'],
    title: { vi: 'Bản tin trạm đã phát', en: 'Messages published' },
  },
]
