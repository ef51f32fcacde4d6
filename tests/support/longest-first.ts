import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Levels of tests, those whose files take longest first. */
const LEVELS = ['chaos', 'e2e', 'integration', 'conformance', 'property', 'golden', 'unit']

/**
 * Levels that wait for processes begin, quick ones fill the gaps and come last: no worker is left alone with a long file at the
 * end. Within a level it is Vitest's own order.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ project }: TestSpecification): number => LEVELS.indexOf(project.name)
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
