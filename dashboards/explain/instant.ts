const FORM = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Ho_Chi_Minh',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** `22/11/2026 09:14:00` in Việt Nam, as the console writes it in both languages. */
export function instantInVietnam(ms: number): string {
  return FORM.format(ms).replace(', ', ' ')
}
