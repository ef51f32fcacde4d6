import { type RegistryLine, ZONE_TYPES } from '../../contract/mod.ts'
import { type Column, instant, list, matching, numberWithin, oneOf, station, tag, text } from './column.ts'

/** `unregistered` is no choice: it is what a station is before this file names it. */
const ZONE_CHOICES = ZONE_TYPES.filter((type) => type !== 'unregistered')

/**
 * The columns of a registry file, in the order in which they are written. This table validates them and is the reference
 * page: a property of a registry line that is missing here does not compile.
 */
export const COLUMNS = {
  station: {
    ...station,
    isRequired: true,
    example: 'HN-0001',
    about: {
      en: 'id of the station, probe or gateway, as in its topics',
      vi: 'mã trạm, thiết bị đo hoặc gateway, như trong topic',
    },
  },
  from: {
    ...instant,
    isRequired: true,
    example: '2026-10-01',
    about: {
      en: 'the line holds from here on, until the next line of the same station',
      vi: 'dòng này có hiệu lực từ thời điểm này cho đến dòng kế tiếp của cùng trạm',
    },
  },
  type: {
    ...oneOf(['station', 'probe', 'gateway']),
    example: 'station',
    about: {
      en: 'absent: station. A probe sends test samples only; a gateway speaks for stations that name it as publisher',
      vi: 'để trống: station (trạm). probe: thiết bị đo, chỉ gửi mẫu đo; gateway: gửi thay các trạm ghi nó ở cột publisher',
    },
  },
  publisher: {
    ...station,
    example: 'EMS-1',
    about: {
      en: 'MQTT user that publishes for it, such as a gateway; absent: the station itself',
      vi: 'tài khoản MQTT gửi bản tin thay trạm, ví dụ một gateway; để trống: chính trạm đó',
    },
  },
  operator: {
    ...tag,
    isRequired: true,
    example: 'nha-mang-a',
    about: { en: 'operator, short name in every figure', vi: 'doanh nghiệp viễn thông, tên ngắn trong mọi số liệu' },
  },
  operatorName: {
    ...text,
    example: 'Nhà mạng A',
    about: { en: 'its name for people', vi: 'tên đầy đủ của doanh nghiệp' },
  },
  licence: {
    ...text,
    example: '01/GP-TEST',
    about: { en: 'number of its trial licence', vi: 'số giấy phép thử nghiệm' },
  },
  licenceSiteCap: {
    ...numberWithin(1, 1_000_000, true),
    example: '50',
    about: { en: 'sites that the licence allows', vi: 'số vị trí trạm tối đa theo giấy phép' },
  },
  province: {
    ...tag,
    isRequired: true,
    example: '01',
    about: { en: 'province, as a code', vi: 'mã tỉnh, thành phố' },
  },
  provinceCodes: {
    ...text,
    example: 'VN-63:2020',
    about: {
      en: 'code system of the province with its edition; when codes change, a later line says so',
      vi: 'hệ mã tỉnh, thành phố kèm phiên bản; khi mã thay đổi thì thêm một dòng mới',
    },
  },
  zone: {
    ...tag,
    isRequired: true,
    example: 'hn-it-park-1',
    about: { en: 'trial zone, short name in every figure', vi: 'khu vực thử nghiệm, tên ngắn trong mọi số liệu' },
  },
  zoneName: {
    ...text,
    example: 'Khu CNTT tập trung 1',
    about: { en: 'its name for people', vi: 'tên đầy đủ của khu vực' },
  },
  zoneType: {
    ...oneOf(ZONE_CHOICES),
    isRequired: true,
    example: 'it-park',
    about: {
      en: 'kind of zone',
      vi: 'loại khu vực: khu công nghệ thông tin tập trung, khu công nghiệp, viện nghiên cứu, trường đại học, khu trung tâm đô thị',
    },
  },
  phase: {
    ...tag,
    isRequired: true,
    example: '1',
    about: { en: 'trial phase', vi: 'giai đoạn thử nghiệm' },
  },
  phaseFrom: {
    ...instant,
    example: '2026-10-01',
    about: { en: 'first instant of the phase as licensed', vi: 'thời điểm bắt đầu giai đoạn theo giấy phép' },
  },
  phaseTo: {
    ...instant,
    example: '2027-04-01',
    about: { en: 'its end, exclusive', vi: 'thời điểm kết thúc (không tính)' },
  },
  vendor: {
    ...tag,
    isRequired: true,
    example: 'nha-san-xuat-x',
    about: { en: 'vendor, short name in every figure', vi: 'nhà sản xuất thiết bị, tên ngắn trong mọi số liệu' },
  },
  vendorName: {
    ...text,
    example: 'Nhà sản xuất X',
    about: { en: 'its name for people', vi: 'tên đầy đủ của nhà sản xuất' },
  },
  model: { ...text, example: 'X-gNB-100', about: { en: 'model of the equipment', vi: 'kiểu thiết bị' } },
  equipmentOrigin: {
    ...oneOf(['domestic', 'foreign']),
    example: 'domestic',
    about: { en: 'where the equipment was made', vi: 'domestic: thiết bị sản xuất trong nước; foreign: nước ngoài' },
  },
  site: {
    ...text,
    example: 'HN-S-001',
    about: { en: 'site; one may hold several stations', vi: 'vị trí trạm (nhà trạm); một vị trí có thể có nhiều trạm' },
  },
  lat: {
    ...numberWithin(-90, 90),
    example: '21.0137',
    about: { en: 'latitude, WGS 84 [°]; together with lon', vi: 'vĩ độ, WGS 84 [°]; luôn đi cùng lon' },
  },
  lon: {
    ...numberWithin(-180, 180),
    example: '105.5253',
    about: { en: 'longitude, WGS 84 [°]; together with lat', vi: 'kinh độ, WGS 84 [°]; luôn đi cùng lat' },
  },
  vpostcode: {
    ...matching(/^[A-Za-z0-9]{12}$/, { en: '12 letters or digits', vi: '12 chữ cái hoặc chữ số' }),
    example: '13000A1B2C3D',
    about: { en: 'Vpostcode of the site', vi: 'mã địa chỉ Vpostcode của vị trí trạm' },
  },
  vpostcodeSystem: {
    ...text,
    example: 'Vpostcode:2020',
    about: { en: 'its code system with edition', vi: 'hệ mã của nó kèm phiên bản' },
  },
  siteOwner: {
    ...text,
    example: 'Nhà mạng B',
    about: { en: 'who owns the site', vi: 'chủ sở hữu vị trí trạm' },
  },
  sharedWith: {
    ...list(/^[^\\,="\s\p{Cc};]{1,64}$/u, { en: 'short names of operators', vi: 'tên ngắn của doanh nghiệp' }),
    example: 'nha-mang-b',
    about: { en: 'operators that share it', vi: 'các doanh nghiệp cùng dùng chung' },
  },
  sharingType: {
    ...oneOf(['none', 'passive', 'moran', 'roaming']),
    example: 'passive',
    about: { en: 'how it is shared', vi: 'hình thức dùng chung hạ tầng viễn thông' },
  },
  transportGroup: {
    ...text,
    example: 'HN-RING-1',
    about: {
      en: 'what fails together with it on its way to the core',
      vi: 'nhóm truyền dẫn: các trạm cùng mất liên lạc khi nhóm hỏng',
    },
  },
  power: {
    ...text,
    example: 'lưới + ắc quy 4 h',
    about: { en: 'power supply', vi: 'nguồn điện' },
  },
  contact: {
    ...text,
    example: 'Trực ca NOC',
    about: {
      en: 'whom to call; a role rather than a person',
      vi: 'đầu mối liên hệ; nên ghi chức danh thay vì tên người',
    },
  },
  cells: {
    ...list(/^[A-Za-z0-9_.-]{1,32}$/, {
      en: 'cells of 1 to 32 of A-Z a-z 0-9 _ . -',
      vi: 'cell gồm 1 đến 32 ký tự A-Z a-z 0-9 _ . -',
    }),
    example: '1;2;3',
    about: {
      en: 'cells expected; absent: those that its birth names',
      vi: 'các cell phải có; để trống: theo bản tin birth',
    },
  },
  inServiceFrom: {
    ...instant,
    example: '2026-10-15',
    about: {
      en: 'in service from here on; absent: since its first birth',
      vi: 'đưa vào khai thác từ thời điểm này; để trống: từ bản tin birth đầu tiên',
    },
  },
  inServiceTo: {
    ...instant,
    example: '2027-03-31',
    about: {
      en: 'out of service from here on; absent: still in service',
      vi: 'ngừng khai thác từ thời điểm này; để trống: vẫn đang khai thác',
    },
  },
} as const satisfies Record<keyof RegistryLine, Column>

export type ColumnName = keyof typeof COLUMNS
export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[]

export const columnOf = (name: ColumnName): Column => COLUMNS[name]
export const isColumn = (name: string): name is ColumnName => Object.hasOwn(COLUMNS, name)
export const REQUIRED_COLUMNS: readonly ColumnName[] = COLUMN_NAMES.filter((name) => columnOf(name).isRequired === true)
