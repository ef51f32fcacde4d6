import type { Bilingual } from '../../contract/mod.ts'

/** Words that only the Grafana dashboards say; everything else comes from the panel definitions and the catalogue. */
export const WORDS = {
  lower: { vi: 'cận dưới', en: 'lower bound' },
  upper: { vi: 'cận trên', en: 'upper bound' },
  coverage: { vi: 'Độ đầy đủ dữ liệu', en: 'Data coverage' },
  boundsElsewhere: {
    vi: 'Đường đứt nét: độ đầy đủ dữ liệu. Cận dưới và cận trên có trên trang web tích hợp và trong API.',
    en: 'Dashed: data coverage. Lower and upper bounds are in the console and the API.',
  },
  zone: { vi: 'Khu vực', en: 'Zone' },
  station: { vi: 'Trạm', en: 'Station' },
  cell: { vi: 'Cell', en: 'Cell' },
  operator: { vi: 'Nhà mạng', en: 'Operator' },
  vendor: { vi: 'Nhà sản xuất', en: 'Vendor' },
  level: { vi: 'Mức tổng hợp', en: 'Level' },
  dataSource: { vi: 'Nguồn dữ liệu', en: 'Data source' },
  cellsNotRanked: { vi: 'Cell không được xếp hạng', en: 'Cells not ranked' },
} as const satisfies Record<string, Bilingual>
