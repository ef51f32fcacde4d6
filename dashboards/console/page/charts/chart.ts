import { BarChart, LineChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { element } from '../element.ts'

use([BarChart, LineChart, AxisPointerComponent, GridComponent, TooltipComponent, CanvasRenderer])

export interface Chart {
  readonly node: HTMLElement
  /** `label`: what the picture says, in words. */
  draw(option: EChartsCoreOption, label: string): void
  dispose(): void
}

/** A canvas that follows the size of its place. Never animated: what moves by itself draws the eye from what changed. */
export function makeChart(className: string): Chart {
  const node = element('div', { class: `chart ${className}`, role: 'img' })
  let chart: ReturnType<typeof init> | undefined
  let waiting: EChartsCoreOption | undefined
  const observer = new ResizeObserver(() => {
    if (node.clientWidth === 0) return
    if (chart === undefined) {
      chart = init(node, null, { renderer: 'canvas' })
      if (waiting !== undefined) chart.setOption(waiting)
    } else chart.resize()
  })
  observer.observe(node)
  return {
    node,
    draw(option, label) {
      node.setAttribute('aria-label', label)
      waiting = option
      chart?.setOption(option, { notMerge: true, lazyUpdate: true })
    },
    dispose() {
      observer.disconnect()
      chart?.dispose()
    },
  }
}
