import type { Fleet } from '../fleet/fleet.ts'

/** Fleet of `stations` like-made stations with `cells` cells each, for load alone. */
export function loadFleet(stations: number, cells: number): Fleet {
  return {
    name: 'load',
    operators: [{ id: 'load', name: 'Load', plmn: '452-99' }],
    vendors: [{ id: 'load', name: 'Load', equipmentOrigin: 'domestic' }],
    zones: [{ id: 'load', name: 'Load', type: 'city-centre', province: 'load' }],
    stations: Array.from({ length: stations }, (_, i) => ({
      id: `LOAD-${String(i + 1).padStart(5, '0')}`,
      operator: 'load',
      vendor: 'load',
      zone: 'load',
      phase: 'load',
      model: 'load',
      software: 'load',
      serial: `load-${i + 1}`,
      mode: 'SA+NSA' as const,
      gnbId: i % 0x100_0000,
      tac: 1,
      lat: 0,
      lon: 0,
      cells: Array.from({ length: cells }, (_, cell) => ({
        cell: String(cell + 1),
        band: 'n41',
        arfcn: 510_000,
        scsKHz: 30 as const,
        bandwidthMHz: 100,
        nrb: 273,
        pci: cell % 1008,
      })),
    })),
  }
}
