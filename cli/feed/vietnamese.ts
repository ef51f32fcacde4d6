import type { Facts, Words } from './words.ts'

export const VIETNAMESE: Words = {
  title: (station) => `Mức đạt được của dữ liệu từ trạm ${station}`,
  levels: {
    1: 'Mức 1: birth, death, đánh số bản tin, trạng thái, số liệu 15 phút',
    2: 'Mức 2: lưu 48 giờ và gửi lại khi được yêu cầu',
    3: 'Mức 3: số liệu trực tiếp chu kỳ 60 giây trở xuống',
  },
  shown: { yes: 'có', no: 'KHÔNG', 'not-shown': 'chưa thể hiện' },
  verdict: {
    yes: 'đạt',
    no: 'KHÔNG ĐẠT',
    'not-shown': 'chưa thấy điểm nào trái, nhưng chưa đủ dịp để thấy tất cả',
  },
  unregistered: 'Trạm chưa đăng ký: số liệu nằm ở khu vực `unregistered`. → tram5g registry import',
  neverHeard: 'Chưa từng nhận bản tin nào của trạm.',
  silent: (since) => `Trạm mất liên lạc từ ${since}: các mốc dưới đây tính đến lần liên lạc cuối cùng.`,
  refused: (list) => `Có bản tin của trạm bị từ chối: ${list}. → tram5g deadletters list`,
  alsoTitle: 'Ngoài các mức',
  todo: 'cần làm',
  checks: {
    birth: {
      name: 'birth mỗi lần kết nối',
      seen: (f) => `lần cuối ${f.time('at')}`,
      missing: () => 'chưa từng có',
      todo: 'gửi `birth` (retained) sau mỗi lần kết nối và khi nội dung thay đổi',
    },
    death: {
      name: 'death làm last will',
      seen: (f) => `lần cuối ${f.time('at')}`,
      missing: () => '',
      notShown: 'chưa có: có thể kết nối chưa từng bị mất',
      todo: 'đăng ký `death` làm last will mỗi lần kết nối; để kiểm tra, hãy rút mạng của trạm',
    },
    seq: {
      name: 'mỗi bản tin một số thứ tự',
      seen: (f) => `đã nhận ${f.number('accepted')} bản tin`,
      missing: (f) =>
        f.raw.accepted === 0
          ? 'chưa nhận bản tin có số thứ tự nào'
          : `${f.number('bad')} bản tin trùng số hoặc nhảy số quá xa`,
      todo: 'đếm `seq` từ 0 cho mỗi boot và src, chung cho mọi loại bản tin; giữ nguyên số khi gửi lại; lưu `n` của `boot` trong bộ nhớ không mất điện',
    },
    state: {
      name: 'trạng thái từng cell (state)',
      seen: (f) => `lần cuối ${f.time('at')}`,
      missing: (f) => (f.raw.at === undefined ? 'chưa từng có' : `lần cuối là ${f.time('at')}`),
      todo: 'gửi `state` của từng cell khi có thay đổi và lặp lại 5 phút một lần: thiếu nó thì độ khả dụng không xác định',
    },
    heartbeat: {
      name: 'heartbeat',
      seen: (f) => `lần cuối ${f.time('at')}`,
      missing: (f) => (f.raw.at === undefined ? 'chưa từng có' : `lần cuối là ${f.time('at')}`),
      todo: 'gửi `state` không có `cell` mỗi `hb` giây (60): nhờ đó biết trạm mất liên lạc',
    },
    pm900: {
      name: 'số liệu 15 phút (gp 900)',
      seen: (f) => `chu kỳ cuối kết thúc ${f.time('at')}`,
      missing: (f) =>
        f.raw.at === undefined
          ? `chưa từng có${f.raw.gps === '' ? '' : `; chỉ có ${String(f.raw.gps)}`}`
          : `chu kỳ cuối kết thúc ${f.time('at')}`,
      todo: 'gửi `pm` với `gp` 900 vào cuối mỗi 15 phút, song song với số liệu trực tiếp nếu có',
    },
    queued: {
      name: 'báo số bản tin đang giữ lại (queued)',
      seen: (f) => `nhiều nhất ${f.number('most')} bản tin`,
      missing: () => 'heartbeat không cho biết',
      todo: 'thêm `queued` vào heartbeat: số bản tin đã lưu mà chưa được xác nhận',
    },
    store: {
      name: 'lưu lại khi mất kết nối',
      seen: (f) => `có bản tin đến sau khi chu kỳ kết thúc ${f.span('storedS')}; yêu cầu là 48 giờ`,
      missing: () => '',
      notShown: 'chưa có bản tin nào đến trễ: có thể trạm chưa từng mất kết nối',
      todo: 'lưu mọi bản tin 48 giờ cho đến khi broker xác nhận; để kiểm tra, hãy ngắt mạng của trạm 10 phút',
    },
    resend: {
      name: 'gửi lại khi được yêu cầu',
      seen: (f) => `${f.number('filled')} bản tin đến sau các bản tin mới hơn; còn thiếu ${f.number('missing')}`,
      missing: (f) => `thiếu ${f.number('missing')} bản tin và chưa bản tin nào được gửi lại`,
      notShown: 'chưa từng thiếu bản tin nào',
      todo: 'đăng ký nhận `cmd` và gửi lại đúng boot, src, seq mà `resend` nêu',
    },
    live: {
      name: 'số liệu trực tiếp',
      seen: (f) => `mỗi ${f.number('gp')} giây`,
      missing: (f) =>
        f.raw.gps === '' ? 'không có số liệu nào' : `chỉ có ${String(f.raw.gps)}, hoặc gần đây không còn`,
      todo: 'gửi `pm` với `gp` 10 hoặc 60, song song với 900 giây',
    },
    clock: {
      name: 'đồng hồ',
      seen: (f) => `${f.number('offsetMs')} ms từ giờ của trạm đến lúc nhận${clockSource(f)}`,
      missing: (f) =>
        `${f.number('offsetMs')} ms từ giờ của trạm đến lúc nhận${clockSource(f)}: quá 5 phút thì bản tin vẫn được lưu nhưng là dữ liệu nghi ngờ, không tính vào chỉ tiêu`,
      notShown: 'chưa có heartbeat với `queued` bằng 0 để biết',
      todo: 'lấy giờ từ GNSS, PTP hoặc NTP',
    },
  },
}

const clockSource = ({ raw }: Facts): string => (raw.source === '' ? '' : ` (${String(raw.source)})`)
