import { expect, test } from 'vitest'
import { decodeMessage, NamedValues, NameOrder } from '../../../contract/mod.ts'

// The example of the contract page, letter by letter.
const EXAMPLE = `{ "boot": "1790000000000-7", "seq": 42, "end": 1790000060000, "gp": 60,
  "cells": [ { "cell": "1", "suspect": false,
               "m": { "DRB.PdcpSduVolumeDL": 1250500, "VS.DRB.UEThpVolDl": 900000, "VS.DRB.UEThpTimeDl": 10000,
                      "RRU.PrbUsedDl": 120, "RRU.PrbAvailDl": 273, "RRC.ConnEstabAtt.sum": 100, "RRC.ConnEstabSucc.sum": 98 },
               "u": { "DRB.PdcpSduVolumeDL": "kbit" } } ],
  "station": { "m": { "PEE.Energy": 0.0123 } } }`

test('the example of the contract page means exactly this', () => {
  const decoded = decodeMessage('tram5g/v1/live/HN-0001/pm', new TextEncoder().encode(EXAMPLE), {
    realm: 'live',
    receivedAtMs: 1_790_000_061_000,
  })
  expect(decoded).toEqual({
    ok: true,
    topic: { realm: 'live', station: 'HN-0001', kind: 'pm' },
    message: {
      kind: 'pm',
      id: { boot: { epochMs: 1_790_000_000_000, n: 7 }, src: '0', seq: 42 },
      endMs: 1_790_000_060_000,
      gpS: 60,
      rev: 0,
      cells: [
        {
          cell: '1',
          suspect: false,
          values: new Map([
            ['DRB.PdcpSduVolumeDL', 1_250_500_000], // bit
            ['VS.DRB.UEThpVolDl', 900_000_000], // bit
            ['VS.DRB.UEThpTimeDl', 10_000], // ms
            ['RRU.PrbUsedDl', 120_000], // mPRB
            ['RRU.PrbAvailDl', 273_000], // mPRB
            ['RRC.ConnEstabAtt', 100],
            ['RRC.ConnEstabSucc', 98],
          ]),
        },
      ],
      station: { suspect: false, values: new NamedValues(NameOrder.of(['PEE.Energy']), [12_300]) }, // mWh
      hasTotals: false,
      foreignNames: 0,
    },
  })
})
