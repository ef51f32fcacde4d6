import type { Bilingual, BoundsRule, Confidence, Formula, KpiDefinition, KpiGroup } from '../kpi/definition.ts'

export const GROUP_WORDS: Readonly<Record<KpiGroup, Bilingual>> = {
  availability: { vi: 'Độ khả dụng', en: 'Availability' },
  throughput: { vi: 'Tốc độ, thông lượng', en: 'Throughput' },
  traffic: { vi: 'Lưu lượng', en: 'Traffic' },
  utilisation: { vi: 'Mức sử dụng tài nguyên', en: 'Utilisation' },
  accessibility: { vi: 'Khả năng truy nhập', en: 'Accessibility' },
  retainability: { vi: 'Khả năng duy trì kết nối', en: 'Retainability' },
  mobility: { vi: 'Chuyển giao', en: 'Mobility' },
  delay: { vi: 'Độ trễ', en: 'Delay' },
  loss: { vi: 'Mất gói', en: 'Packet loss' },
  energy: { vi: 'Năng lượng và môi trường', en: 'Energy and environment' },
  users: { vi: 'Người dùng', en: 'Users' },
  infrastructure: { vi: 'Hạ tầng', en: 'Infrastructure' },
  'active-test': { vi: 'Đo kiểm bằng phương pháp mô phỏng', en: 'Active tests' },
}

export const DIRECTION_WORDS: Readonly<Record<KpiDefinition['direction'], Bilingual>> = {
  'higher-is-better': { vi: 'cao hơn', en: 'higher' },
  'lower-is-better': { vi: 'thấp hơn', en: 'lower' },
  neutral: { vi: 'không xét', en: 'neither' },
}

export const MODE_WORDS: Readonly<Record<KpiDefinition['modes'], Bilingual>> = {
  all: { vi: 'mọi cell', en: 'all' },
  SA: { vi: 'SA; với cell chỉ có NSA: `na: nsa`', en: 'stand-alone; of a cell that is NSA only: `na: nsa`' },
  NSA: { vi: 'NSA; với cell chỉ có SA: `na: nsa`', en: 'non-stand-alone; of a cell that is SA only: `na: nsa`' },
}

export const OBJECT_WORDS: Readonly<Record<KpiDefinition['object'], Bilingual>> = {
  cell: { vi: 'cell', en: 'cell' },
  station: { vi: 'trạm', en: 'station' },
}

export const CONFIDENCE_WORDS: Readonly<Record<Confidence, Bilingual>> = {
  V: { vi: 'V: đã đọc nguyên văn tiêu chuẩn hoặc văn bản', en: 'V: the text of the standard or act was read' },
  S: {
    vi: 'S: theo nguồn thứ cấp, chưa đọc nguyên văn',
    en: 'S: from secondary sources, the text itself was not read',
  },
  M: { vi: 'M: theo trí nhớ, chưa kiểm chứng', en: 'M: from memory, unverified' },
  D: { vi: 'D: dự án này quyết định, không có trong tiêu chuẩn', en: 'D: decided in this project, in no standard' },
}

export const BOUNDS_WORDS: Readonly<Record<BoundsRule, Bilingual>> = {
  exact: {
    vi: 'chính xác: thời gian không xác định coi là gián đoạn hết (cận dưới) và hoạt động hết (cận trên)',
    en: 'exact: the unknown time all down (lower), and all up (upper)',
  },
  'success-ratio': {
    vi: 'ước lượng: thời gian thiếu số liệu có số lần thử như thường lệ của từng cell, thất bại hết hoặc thành công hết',
    en: 'estimate: the missing time had the usual attempts of each cell, all failed or all succeeded',
  },
  utilisation: {
    vi: 'ước lượng: thời gian thiếu số liệu ở mức 0 % và 100 %',
    en: 'estimate: the missing time at 0 % and at 100 %',
  },
  sum: {
    vi: 'cận dưới: phần quan sát được; cận trên: không có, vì phần thiếu có thể là bất kỳ',
    en: 'lower: what was observed; upper: none, since what is missing may be anything',
  },
  wilson: {
    vi: 'khoảng tin cậy Wilson 95 % theo số mẫu: cho biết số mẫu nói được đến đâu, không phải về số liệu thiếu',
    en: 'Wilson interval of 95 % by the number of samples: how far they carry, not what is missing',
  },
  none: {
    vi: 'không thể xác định khi thiếu số liệu; hãy xem độ đầy đủ dữ liệu',
    en: 'cannot be bounded while data is missing; see coverage',
  },
}

const SUMS: Bilingual = {
  vi: 'theo thời gian và theo cell (trạm): cộng riêng tử số và mẫu số, rồi mới chia; không bao giờ lấy trung bình của các giá trị',
  en: 'over time and over cells (stations): numerator and denominator are added each for itself, then divided; never a mean of figures',
}

/** How figures of several periods and several cells become one, by kind of formula. */
export const AGGREGATION_WORDS: Readonly<Record<Formula['kind'], Bilingual>> = {
  ratio: SUMS,
  product: {
    vi: 'từng chặng cộng tử số và mẫu số theo thời gian và theo cell, rồi nhân các tỷ lệ; không bao giờ cộng tích của từng cell',
    en: 'each stage adds numerator and denominator over time and cells, then the ratios are multiplied; never a sum of products of cells',
  },
  'ratio-sum': {
    vi: 'từng đoạn cộng tử số và mẫu số theo thời gian và theo cell với trọng số riêng, rồi cộng các tỷ lệ',
    en: 'each way adds numerator and denominator over time and cells with its own weight, then the ratios are added',
  },
  sum: { vi: 'cộng theo thời gian và theo cell (trạm)', en: 'added over time and over cells (stations)' },
  percentile: {
    vi: 'cộng số mẫu của từng khoảng theo thời gian và theo cell, rồi mới tính phân vị; không bao giờ lấy phân vị của các phân vị',
    en: 'samples of each bin are added over time and cells, then the percentile is read; never a percentile of percentiles',
  },
  extreme: {
    vi: 'theo thời gian lấy giá trị lớn nhất (nhỏ nhất); theo trạm cũng vậy, riêng số UE thì cộng theo cell',
    en: 'the greatest (least) over time; over stations too, but numbers of users are added over cells',
  },
  population: {
    vi: 'trung bình theo thời gian của một cell (trạm), nhân với số cell (trạm) phục vụ trung bình. T: độ dài khoảng thời gian hỏi; số giây cần có số liệu: thời gian được tính trừ gián đoạn, theo kế hoạch, tiết kiệm năng lượng',
    en: 'the mean over time of one cell (station) times the mean number of those that served. T: length of the time asked; seconds due: in service without those known down, planned or energy saving',
  },
  'mean-count': {
    vi: 'cộng trạm-giây rồi chia cho độ dài khoảng thời gian hỏi (T)',
    en: 'station-seconds added, over the length of the time asked (T)',
  },
  'busy-hour': {
    vi: 'theo giờ Việt Nam; mức 1d cho từng ngày, mức all là trung bình các ngày; mức khác không hỏi được',
    en: 'by hours of the clock in Vietnam; level 1d gives each day, level all the mean of the days; no other level can be asked',
  },
}
