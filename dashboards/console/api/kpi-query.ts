import type { KpiAnswer } from '../../../store/mod.ts'

export type KpiReply =
  | { readonly ok: true; readonly answer: KpiAnswer }
  | { readonly ok: false; readonly message: string }

/** `GET /api/v1/kpi` as a function: the one query model, bound to one store. A refusal says what is allowed. */
export type KpiQuery = (params: URLSearchParams) => Promise<KpiReply>
