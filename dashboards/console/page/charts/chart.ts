import { BarChart, LineChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { type EChartsCoreOption, init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { element } from '../element.ts'

use([BarChart, LineChart, AxisPointerComponent, GridComponent, TooltipComponent, CanvasRenderer])

/** The windows of time along the axis of a chart, of which one may be picked. */
export interface ChartWindows {
  readonly count: number
  /** The window under an instant of the axis. */
  readonly placeOf: (axisMs: number) => number
  /** What is said of a window when the keyboard comes to it. */
  readonly say: (place: number) => string
  /** `axisValue`: where on the axis of values it was clicked; undefined by keyboard. */
  readonly pick: (place: number, axisValue: number | undefined) => void
}

export interface Chart {
  readonly node: HTMLElement
  /** `label`: what the picture says, in words. */
  draw(option: EChartsCoreOption, label: string, windows?: ChartWindows): void
  dispose(): void
}

/** A canvas that follows the size of its place. Never animated: what moves by itself draws the eye from what changed. */
export function makeChart(className: string): Chart {
  const node = element('div', { class: `chart ${className}`, role: 'img' })
  let chart: ReturnType<typeof init> | undefined
  let waiting: EChartsCoreOption | undefined
  let windows: ChartWindows | undefined
  let place: number | undefined
  const observer = new ResizeObserver(() => {
    if (node.clientWidth === 0) return
    if (chart === undefined) {
      chart = init(node, null, { renderer: 'canvas' })
      if (waiting !== undefined) chart.setOption(waiting)
    } else chart.resize()
  })
  observer.observe(node)

  // not the click of the drawing: that is lost where something is drawn anew between press and release, as on a live page
  node.addEventListener('click', ({ clientX, clientY }) => {
    const { left, top } = node.getBoundingClientRect()
    const point = [clientX - left - node.clientLeft, clientY - top - node.clientTop]
    if (windows === undefined || chart === undefined || !chart.containPixel({ gridIndex: 0 }, point)) return
    const [axisMs, value] = chart.convertFromPixel({ gridIndex: 0 }, point) as [number, number]
    const at = windows.placeOf(axisMs)
    if (at >= 0 && at < windows.count) windows.pick(at, value)
  })
  node.addEventListener('keydown', (event) => {
    if (windows === undefined) return
    const last = windows.count - 1
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }
    const from = Math.min(place ?? last, last)
    if (event.key === 'Enter' || event.key === ' ') windows.pick(from, undefined)
    else if (event.key === 'Home') goTo(0)
    else if (event.key === 'End') goTo(last)
    else if (steps[event.key] !== undefined) goTo(Math.min(last, Math.max(0, from + (steps[event.key] as number))))
    else return
    event.preventDefault()
  })
  const goTo = (next: number) => {
    place = next
    tellPlace()
    chart?.dispatchAction({ type: 'showTip', seriesIndex: 0, dataIndex: next })
  }
  const tellPlace = () => {
    if (windows === undefined) return
    const at = Math.min(place ?? windows.count - 1, windows.count - 1)
    node.setAttribute('aria-valuemax', String(Math.max(0, windows.count - 1)))
    node.setAttribute('aria-valuenow', String(at))
    node.setAttribute('aria-valuetext', windows.say(at))
  }
  return {
    node,
    draw(option, label, next) {
      windows = next
      if (next !== undefined) {
        // a time to be chosen: the arrow keys go along it
        node.setAttribute('role', 'slider')
        node.setAttribute('tabindex', '0')
        node.setAttribute('aria-valuemin', '0')
        node.classList.add('chart-pick')
        tellPlace()
      }
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
