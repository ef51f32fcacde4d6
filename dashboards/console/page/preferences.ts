/** What a person chose, kept in this browser; one that keeps nothing (private mode) just starts anew each time. */
export function keptChoice(name: string): string | null {
  try {
    return localStorage.getItem(`tram5g.${name}`)
  } catch {
    return null
  }
}

export function keepChoice(name: string, value: string): void {
  try {
    localStorage.setItem(`tram5g.${name}`, value)
  } catch {
    // nothing depends on it
  }
}
