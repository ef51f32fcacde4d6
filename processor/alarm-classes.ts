import type { Attribution } from '../store/mod.ts'

/**
 * What an alarm speaks of, by the words of `probableCause` and `specificProblem` without regard to case, spaces and signs; the first
 * line that matches holds. The words are those of the probable causes of ITU-T X.733 and TS 32.111-2, and what vendors write in
 * their place.
 *
 * `power` is what feeds the station: commercial power, battery, rectifier, generator. A power supply unit or a power amplifier is
 * part of the equipment: hardware.
 * @source causes: X.733 8.1.2.1; power as a class of its own: TL 9000 (facility-related, power); grouping decided here
 */
const CLASSES: readonly (readonly [Exclude<Attribution, 'unknown'>, RegExp])[] = [
  ['hardware', /power(supplyunit|amplifier)|(tx|rf|output|transmit|radiated)power|vswr|standingwave/],
  [
    'power',
    /(commercial|mains|grid|ac|dc|input|primary|external|site)power|mainsfail|batter(y|ies)|rectifier|generator/,
  ],
  ['power', /power(problem|supply|fail|outage|loss|lost|down|cut)|lossofpower|(under|low|over)voltage/],
  [
    'transport',
    /transport|backhaul|midhaul|lossofsignal|lossofframe|link(fail|down)|sctp|gtpupath|ipsec|ethernet|fib(re|er)/,
  ],
  ['transport', /ngsetup|ngc?connection|communications(subsystem|protocol)|degradedsignal|farend|lanerror/],
  [
    'environment',
    /temperature|humidity|fire(?!wall)|smoke|flood|water|(?<!out|in)door|intrusion|fan(s?$|fail|fault|speed|unit)/,
  ],
  ['environment', /aircond|cooling|heating|ventilation|enclosure|lightning|leakdetect|vibration/],
  [
    'software',
    /software|applicationsubsystem|corruptdata|versionmismatch|configuration|database|filesystem|licen[cs]e/,
  ],
  ['software', /watchdog|crash|memory|storagecapacity|queuesize|congestion/],
  [
    'hardware',
    /equipment|hardware|board|card|radiounit|antenna|receiver|transmitter|processor|multiplexer|timing|clock|gnss/,
  ],
]

const squeezed = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

export function classOfAlarm(probableCause: string, specificProblem: string | undefined): Attribution {
  const texts = [squeezed(probableCause), squeezed(specificProblem ?? '')]
  return CLASSES.find(([, pattern]) => texts.some((text) => pattern.test(text)))?.[0] ?? 'unknown'
}
