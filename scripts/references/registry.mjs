import { code, madeBy, table } from './table.mjs'

/** The words of the page; columns come from the table that validates them, in both languages. */
const WORDS = {
  en: {
    title: 'The station registry',
    other: '[Tiếng Việt](registry.vi.md)',
    head: ['column', 'must', 'allowed', 'meaning', 'example'],
    must: 'yes',
    intro: `Which stations there are, whose they are and where they stand. Every line has a date: it holds from there until the next
line of the same station. A zone, phase or vendor that changes is one more line with a later date, never a line changed. A line
of the same station and date is replaced. Nothing is deleted: a station that is gone gets \`inServiceTo\`.

\`\`\`sh
tram5g registry template > stations.csv              # every column, and two stations of nobody as remarks
tram5g registry import stations.csv --dry-run        # what would change
tram5g registry import stations.csv --by 'Trần Nga' --why 'phase 2'
tram5g registry show --station HN-0001               # all its lines, with who said them and why
tram5g registry show --at 2026-12-31                 # what held, or will hold, then
tram5g registry export --out backup.csv              # imports again to the same lines
\`\`\`

The file is a CSV with a header line (UTF-8, with or without BOM; commas, semicolons or tabs between the cells, as the header
has them), or a JSON list of objects with the same names. Columns stand in any order; those that need not be there may be left
out; an empty cell is an absent value. Lines that begin with \`#\` are remarks. Spreadsheets like to rewrite dates: format the
columns with dates as text.

All lines of a file are taken, or none: what is wrong is told with row (as lines of the file are counted), column, what came and
what is allowed, up to 20 at once and the number of the others. What is imported stands in the message log with who said it and why,
so that figures can be made again with it. The log lets go of old records (\`TRAM5G_LOG_RETENTION_DAYS\`) and the store does not:
keep an export before you make a state or a data folder anew, and import it again.`,
    after: `A station that the registry does not know is taken in all the same: its figures stand in the zone \`unregistered\`, and
\`tram5g doctor\` names it. A line that is imported with a date in the past moves the figures of the last days to its tags; older ones
stay as they were published.

The \`publisher\` column says who may publish for a station. With a broker of your own, \`tram5g broker acl\` writes its rules:
see [operating](operating.md).`,
  },
  vi: {
    title: 'Danh bạ trạm',
    other: '[English](registry.md)',
    head: ['cột', 'bắt buộc', 'giá trị cho phép', 'ý nghĩa', 'ví dụ'],
    must: 'có',
    intro: `Có những trạm nào, của ai, ở đâu. Mỗi dòng có một ngày: dòng có hiệu lực từ ngày đó cho đến dòng kế tiếp của cùng trạm. Khi khu
vực, giai đoạn hoặc nhà sản xuất thay đổi thì thêm một dòng với ngày muộn hơn, không sửa dòng cũ. Dòng cùng trạm và cùng ngày sẽ
thay thế dòng trước. Không có gì bị xóa: trạm ngừng khai thác thì ghi \`inServiceTo\`.

\`\`\`sh
tram5g registry template > stations.csv              # đủ mọi cột, kèm hai trạm hư cấu ở dạng ghi chú
tram5g registry import stations.csv --dry-run        # xem trước những gì sẽ thay đổi
tram5g registry import stations.csv --by 'Trần Nga' --why 'giai đoạn 2'
tram5g registry show --station HN-0001               # mọi dòng của trạm, ai ghi và vì sao
tram5g registry show --at 2026-12-31                 # danh bạ tại thời điểm đó
tram5g registry export --out backup.csv              # nhập lại sẽ được đúng các dòng này
\`\`\`

Tệp là CSV có dòng tiêu đề (UTF-8, có hoặc không có BOM; các ô cách nhau bằng dấu phẩy, dấu chấm phẩy hoặc tab, theo dòng tiêu
đề), hoặc danh sách JSON gồm các đối tượng có cùng tên cột. Thứ tự cột tùy ý; cột không bắt buộc có thể bỏ; ô trống nghĩa là
không có giá trị. Dòng bắt đầu bằng \`#\` là ghi chú. Bảng tính hay tự đổi dạng ngày: hãy đặt định dạng văn bản cho các cột ngày.

Một tệp được nhập trọn vẹn hoặc không nhập gì: mỗi chỗ sai được báo kèm dòng (đếm theo dòng của tệp), cột, giá trị nhận được và giá
trị cho phép, tối đa 20 chỗ một lần và số chỗ còn lại. Những gì đã nhập nằm trong nhật ký bản tin cùng với người ghi và lý do, nên
số liệu có thể được tính lại. Nhật ký chỉ giữ các bản ghi trong một thời hạn (\`TRAM5G_LOG_RETENTION_DAYS\`), kho số liệu thì giữ
mãi: hãy xuất danh bạ trước khi tạo lại trạng thái hoặc thư mục dữ liệu, rồi nhập lại.`,
    after: `Trạm không có trong danh bạ vẫn được tiếp nhận: số liệu của nó nằm ở khu vực \`unregistered\`, và \`tram5g doctor\` nêu tên nó. Dòng
được nhập với ngày trong quá khứ sẽ chuyển số liệu của những ngày gần đây sang thông tin mới; số liệu cũ hơn giữ nguyên như đã công bố.

Cột \`publisher\` cho biết ai được gửi bản tin thay trạm. Khi dùng broker riêng, \`tram5g broker acl\` ghi quy tắc cho broker: xem
[vận hành](operating.vi.md).`,
  },
}

/** docs/registry.md and docs/registry.vi.md from the columns of a registry file. */
export function registry({ COLUMNS }, language) {
  const words = WORDS[language]
  const rows = Object.entries(COLUMNS).map(([name, { isRequired, allowed, about, example }]) => [
    code(name),
    isRequired === true ? words.must : '',
    allowed[language],
    about[language],
    code(example),
  ])
  return `${madeBy('cli/registry/columns.ts')}

# ${words.title}

${words.other}

${words.intro}

${table(words.head, rows)}

${words.after}
`
}
