export type Child = Node | string | null | undefined

export interface Attributes {
  readonly class?: string
  readonly [name: string]: string | number | boolean | null | undefined | ((event: Event) => void)
}

/**
 * Builds a DOM element. Text enters as text only, so nothing that came over the wire is ever read as markup. A function
 * named `on…` becomes a listener; null, undefined and false leave the attribute out.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') node.addEventListener(key.slice(2), value)
    else node.setAttribute(key, value === true ? '' : String(value))
  }
  append(node, children)
  return node
}

export function append(node: Element, children: readonly Child[]): void {
  for (const child of children) if (child !== null && child !== undefined) node.append(child)
}

/** The node with these children and no others. */
export function refill(node: Element, ...children: readonly Child[]): void {
  node.replaceChildren()
  append(node, children)
}
