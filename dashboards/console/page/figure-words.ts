import { formatBounds, formatShare, formatValue, NO_VALUE } from './format.ts'
import { NO_VALUE_REASONS } from './texts.ts'
import type { View } from './view.ts'
import type { Figure, NoValueReason } from './wire.d.ts'

export function reasonWords(reason: NoValueReason | '' | undefined, view: View): string {
  return reason === undefined || reason === '' ? '' : view.words(NO_VALUE_REASONS[reason])
}

/** `96,01 % – 96,53 %`, marked where it is an estimate, or that it cannot be bounded. */
export function boundsWords(figure: Figure, unit: string, view: View): string {
  const text = formatBounds(figure.lo, figure.hi, unit, view.language)
  if (text === null) return view.say('unbounded')
  return figure.boundKind === 'estimate' ? `${text} (${view.say('estimate')})` : text
}

/** Everything a figure says, in one line: for tool tips and screen readers. */
export function figureSentence(figure: Figure, unit: string, view: View): string {
  const words = [
    figure.value === null
      ? `${NO_VALUE} (${reasonWords(figure.na ?? 'no-data', view)})`
      : formatValue(figure.value, unit, view.language),
    `${view.say('coverage')}: ${formatShare(figure.coverage, view.language)}`,
  ]
  if (figure.boundKind !== 'none') words.push(`${view.say('boundsShort')}: ${boundsWords(figure, unit, view)}`)
  if (figure.suspectShare !== null && figure.suspectShare > 0) {
    words.push(`${view.say('suspectShare')}: ${formatShare(figure.suspectShare, view.language)}`)
  }
  return words.join('; ')
}
