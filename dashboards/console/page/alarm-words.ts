import type { Text } from './wire.d.ts'

export interface AlarmWords {
  readonly title: Text
  /** What to do about it; absent where only the alert's own text can say. */
  readonly action?: Text
}

/** Alerts about the pipeline by their code; their own text, in English, stands below. */
export const ALARM_WORDS: Readonly<Record<string, AlarmWords>> = {
  'log-full': {
    title: { vi: 'Nhật ký hết hạn mức đĩa', en: 'Log: disk budget used up' },
    action: {
      vi: 'Bản tin mới không được xác nhận; trạm giữ lại và gửi sau, không mất. Tăng TRAM5G_LOG_BUDGET hoặc giải phóng đĩa.',
      en: 'New messages are not acknowledged; stations keep them and send them later, nothing is lost. Raise TRAM5G_LOG_BUDGET or free disk space.',
    },
  },
  'log-unwritable': {
    title: { vi: 'Không ghi được nhật ký', en: 'Log cannot be written' },
    action: {
      vi: 'Bản tin mới không được xác nhận, trạm giữ lại. Kiểm tra đĩa và quyền ghi của thư mục dữ liệu.',
      en: 'New messages are not acknowledged, stations keep them. Check the disk and the permissions of the data folder.',
    },
  },
  'broker-unreachable': {
    title: { vi: 'Không kết nối được broker MQTT', en: 'MQTT broker unreachable' },
    action: {
      vi: 'Đang thử kết nối lại. Kiểm tra broker, mạng và TRAM5G_MQTT_URL.',
      en: 'It is being tried again. Check the broker, the network and TRAM5G_MQTT_URL.',
    },
  },
  'broker-refused': {
    title: { vi: 'Broker MQTT từ chối kết nối', en: 'MQTT broker refuses the connection' },
    action: {
      vi: 'Kiểm tra tên người dùng, mật khẩu và chứng thư.',
      en: 'Check user name, password and certificate.',
    },
  },
  'subscription-refused': {
    title: { vi: 'Broker MQTT không cho đăng ký nhận topic', en: 'MQTT broker refuses the subscription' },
    action: {
      vi: 'Cho phép người dùng này đọc các topic của trạm trong danh sách quyền của broker.',
      en: 'Let this user read the stations’ topics in the broker’s access list.',
    },
  },
  'session-taken-over': {
    title: { vi: 'Một máy khách khác dùng cùng mã phiên', en: 'Another client takes the session' },
    action: {
      vi: 'Chỉ một bộ thu nhận được chạy cho mỗi vùng số liệu: dừng bộ còn lại.',
      en: 'One collector may run for each realm: stop the other.',
    },
  },
  'broker-dropped': {
    title: { vi: 'Broker MQTT đã bỏ bản tin', en: 'MQTT broker dropped messages' },
    action: {
      vi: 'Tăng giới hạn hàng đợi của broker. Số bản tin thiếu có trong sổ đối soát; trạm được yêu cầu gửi lại.',
      en: 'Raise the broker’s queue limits. What is missing stands in the ledger; stations are asked to send it again.',
    },
  },
  store: {
    title: { vi: 'Kho chỉ tiêu không nhận số liệu', en: 'KPI store takes nothing' },
    action: {
      vi: 'Thay đổi được giữ lại và ghi tiếp khi kho hoạt động trở lại, không mất. Kiểm tra địa chỉ, quyền và đĩa của kho.',
      en: 'Changes are kept and written when it is back, nothing is lost. Check its address, credentials and disk.',
    },
  },
  processor: {
    title: { vi: 'Bộ xử lý đã dừng', en: 'Processor stopped' },
    action: {
      vi: 'Bản tin vẫn được nhận và giữ trong nhật ký. Xem lỗi bên dưới rồi khởi động lại.',
      en: 'Messages are still taken and kept in the log. See the error below, then start it again.',
    },
  },
  station: {
    title: { vi: 'Bản tin bất thường từ một trạm', en: 'A station sends what cannot be right' },
    action: {
      vi: 'Bản tin đó được giữ với lý do từ chối: tram5g deadletters list.',
      en: 'The message is kept with the reason: tram5g deadletters list.',
    },
  },
}

/** A code without words of its own is shown as it is. */
export function alarmWords(code: string): AlarmWords {
  return ALARM_WORDS[code] ?? { title: { vi: code, en: code } }
}
