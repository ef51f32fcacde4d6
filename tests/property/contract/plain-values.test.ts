import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isReject } from '../../../contract/decode/refusal.ts'
import { decodeValues } from '../../../contract/decode/values.ts'
import { MEASUREMENTS } from '../../../contract/mod.ts'

const NAMES = MEASUREMENTS.flatMap(({ name, aliases }) => [name, ...aliases, name.toUpperCase(), `${name}.sum`])
const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 1, arbitrary: fc.constantFrom('Vendor.Thing', 'DRB.UEThpDl.5QI9', 'DRB.UEThpDl.9', 'x') },
)
const value = fc.oneof(
  { weight: 20, arbitrary: fc.oneof(fc.nat(), fc.double({ noNaN: true, min: -1e6, max: 1e6 })) },
  { weight: 1, arbitrary: fc.constantFrom(null, '12', 'no', true, 1e300, -0) },
)

test('a report without units says what it says with an empty list of them, which is read name by name', () => {
  let plain = 0
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 12 }), fc.boolean(), (m, twice) => {
      const quick = decodeValues(m, undefined, [])
      // what is known of the names by now must not matter
      const again = twice ? decodeValues(m, undefined, []) : quick
      const slow = decodeValues(m, {}, [])
      expect(again).toEqual(quick)
      if (isReject(quick) || isReject(slow)) {
        expect(quick).toEqual(slow)
        return
      }
      if (!(quick.values instanceof Map)) plain++
      expect({ ...quick, values: [...quick.values] }).toEqual({ ...slow, values: [...slow.values] })
    }),
    { numRuns: 1000 },
  )
  expect(plain).toBeGreaterThan(100)
})
