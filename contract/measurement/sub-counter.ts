import type { Measurement, SubDimension } from './measurement.ts'

/** One typed sub-counter: `text` is its canonical spelling as it stands in a key (`5qi9`, `causeFault`). */
export interface SubCounter {
  readonly dimension: SubDimension
  readonly text: string
}

// Longer than any 3GPP cause; only what may stand in a tag value.
const CAUSE = /^[a-z0-9_-]{1,64}$/
const PLMN = /^plmn\d{3}-\d{2,3}$/
// S-NSSAI: SST 0 to 255, and the slice differentiator as 6 hexadecimal digits where there is one
const SNSSAI = /^snssai(\d{1,3})(-[0-9a-f]{6})?$/
const QOS = /^5qi(\d{1,3})$/
const BIN = /^bin(0|[1-9]\d{0,3})$/
const BARE = /^\d+(-[0-9a-f]+)?$/

/** True for `9`, `452-04`, `1-000001`: a number that does not say what it counts by. */
export function isBareNumber(text: string): boolean {
  return BARE.test(text)
}

const isOctet = (digits: string) => String(Number(digits)) === digits && Number(digits) <= 255

/**
 * `undefined` where the text is no sub-counter of this measurement. Without regard to case; canonical: a known cause as
 * the catalogue spells it, all else in lower case.
 */
export function parseSubCounter(measurement: Measurement, text: string): SubCounter | undefined {
  const found = typed(measurement, text.toLowerCase())
  return found !== undefined && measurement.dimensions.includes(found.dimension) ? found : undefined
}

function typed(measurement: Measurement, text: string): SubCounter | undefined {
  const named = measurement.causes.find((cause) => cause.toLowerCase() === text.replace(/^cause/, ''))
  if (named !== undefined) return { dimension: 'cause', text: `cause${named}` }
  if (text.startsWith('cause')) return CAUSE.test(text.slice(5)) ? { dimension: 'cause', text } : undefined
  if (PLMN.test(text)) return { dimension: 'plmn', text }
  if (BIN.test(text)) return { dimension: 'bin', text }
  const qos = QOS.exec(text)?.[1]
  if (qos !== undefined) return isOctet(qos) ? { dimension: '5qi', text } : undefined
  const sst = SNSSAI.exec(text)?.[1]
  return sst !== undefined && isOctet(sst) ? { dimension: 'snssai', text } : undefined
}
