import type { Explanation, Language } from '../../contract/mod.ts'
import type { ExplainDocument } from './document.ts'
import { leadOf, subtitleOf, titleOf } from './lead.ts'
import {
  correctionsSection,
  definitionSection,
  hoursSection,
  membersSection,
  partsSection,
  registrySection,
  remarksSection,
  samplesSection,
} from './other-sections.ts'
import { reportSections } from './report-sections.ts'
import { timelineSections } from './timeline-sections.ts'
import { windowsSections } from './windows-section.ts'
import { Writer } from './writer.ts'

/**
 * An explanation in words and tables, what matters most first: of a figure of reports its messages, of an availability its
 * intervals.
 *
 * @param instant an instant with its day and second in Việt Nam, day and time with one blank between them
 */
export function explainDocument(
  explanation: Explanation,
  language: Language,
  instant: (ms: number) => string,
): ExplainDocument {
  const w = new Writer(language, instant)
  const { reports, timeline } = explanation
  return {
    title: titleOf(explanation, w),
    subtitle: subtitleOf(explanation, w),
    lead: leadOf(explanation, w),
    sections: [
      ...remarksSection(explanation, w),
      ...partsSection(explanation, w),
      ...membersSection(explanation, w),
      ...windowsSections(explanation, w),
      ...hoursSection(explanation, w),
      ...(reports === null ? [] : reportSections(reports, w)),
      ...samplesSection(explanation, w),
      ...registrySection(explanation, w),
      ...(timeline === null ? [] : timelineSections(timeline, w)),
      ...correctionsSection(explanation, w),
      definitionSection(explanation, w),
    ],
  }
}
