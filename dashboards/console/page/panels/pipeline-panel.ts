import { element } from '../element.ts'
import type { PanelBody, View } from '../view.ts'
import type { PanelDefinition } from '../wire.d.ts'
import { ledgerAccount } from './ledger-account.ts'
import { pipelineStages } from './pipeline-stages.ts'

type PipelinePanel = Extract<PanelDefinition, { kind: 'pipeline' }>

/** Where every message went, beside the parts that it went through. */
export function pipelinePanel(panel: PipelinePanel, view: View): PanelBody {
  const ledger = ledgerAccount(panel, view)
  const stages = pipelineStages(view)
  return {
    node: element('div', { class: 'panel-body pipeline' }, ledger.node, stages.node),
    update(data, page) {
      if (data.kind !== 'pipeline') return
      ledger.update(data.ledger)
      stages.update(data.health, page)
    },
    dispose: () => undefined,
  }
}
