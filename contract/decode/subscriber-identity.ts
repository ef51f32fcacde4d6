const NAMED = /^(supi|suci|imsi|imei|imeisv|gpsi|msisdn|nai|tel)\b/i
// IMSI and IMEI have 15 digits (an IMEI without its check digit 14, an IMEISV 16)
const IMSI_OR_IMEI = /^\+?\d{14,16}$/
// numbers of Vietnam: +84 or 0 before 8 to 10 digits; 84 without + only in the length of a mobile number
const PHONE = /^(\+84\d{8,10}|0\d{8,10}|84\d{9})$/

/**
 * True for what identifies a subscriber or a terminal and not a test device under a pseudonym: SUPI, MSISDN, IMEI, with
 * or without their name or separators. Pseudonyms with letters, and short numbers, pass.
 */
export function isSubscriberIdentity(ue: string): boolean {
  const digits = ue.replace(/[\s().-]/g, '')
  return NAMED.test(ue) || IMSI_OR_IMEI.test(digits) || PHONE.test(digits)
}
