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
  cellsThin: { vi: 'Cell thiếu số liệu', en: 'Cells with too little data' },
  cellsThinNote: {
    vi: 'Cell thiếu số liệu: độ đầy đủ dữ liệu dưới 50 % trong khoảng thời gian đã chọn; không được xếp hạng trong bảng cell kém nhất.',
    en: 'Cells with too little data: data coverage below 50 % in the time range; not ranked among the worst cells.',
  },
  stations: { vi: 'Trạm', en: 'Stations' },
  connected: { vi: 'Đang kết nối', en: 'Connected' },
  silent: { vi: 'Mất liên lạc', en: 'Silent' },
  notRegistered: { vi: 'Chưa đăng ký', en: 'Not registered' },
  realmClock: { vi: 'Đồng hồ số liệu', en: 'Realm clock' },
  appliedOffset: { vi: 'Vị trí nhật ký đã xử lý', en: 'Log offset processed' },
  deadLetters: { vi: 'Bản tin lỗi còn giữ', en: 'Dead letters kept' },
  deadLettersNote: {
    vi: 'Ở đây chỉ có phần mà kho chỉ tiêu biết; tình trạng thu nhận và nhật ký có trên trang web tích hợp. Bản tin lỗi còn giữ: chưa được chạy lại; «—» là chưa từng có.',
    en: 'Here is what the KPI store knows; intake and log are on the console. Dead letters kept: not run again yet; “—” where there never was one.',
  },
  eventType: { vi: 'Loại', en: 'Type' },
  from: { vi: 'Từ', en: 'From' },
  to: { vi: 'Đến', en: 'To' },
  cause: { vi: 'Nguyên nhân', en: 'Cause' },
  details: { vi: 'Nội dung', en: 'Details' },
  ongoing: { vi: 'đang diễn ra', en: 'still going on' },
  eventsNote: {
    vi: 'Của mọi trạm: sự kiện không lọc theo nhà mạng, khu vực, nhà sản xuất.',
    en: 'Of all stations: events are not filtered by operator, zone or vendor.',
  },
  outages: { vi: 'Lần gián đoạn', en: 'Outages' },
  openOutages: { vi: 'Gián đoạn chưa kết thúc', en: 'Outages still open' },
  maintenance: { vi: 'Bảo trì', en: 'Maintenance' },
  otherLanguage: { vi: 'English', en: 'Tiếng Việt' },
} as const satisfies Record<string, Bilingual>
