export type LiveState = 'connecting' | 'live' | 'reconnecting'

/** A browser gives up by itself when the server answers with an error (busy, signed out): then we try again after this. */
const RETRY_MS = 5000

export interface Live {
  close(): void
}

/** Listens to `/api/v1/stream`: tells each change, and whether it is heard. */
export function listenLive(onChange: () => void, onState: (state: LiveState) => void): Live {
  let source: EventSource | undefined
  let timer: number | undefined
  let everLive = false
  const open = () => {
    source = new EventSource('/api/v1/stream')
    source.addEventListener('hello', () => {
      onState('live')
      // after a break anything may have changed
      if (everLive) onChange()
      everLive = true
    })
    source.addEventListener('change', onChange)
    source.addEventListener('error', () => {
      onState(everLive ? 'reconnecting' : 'connecting')
      if (source?.readyState !== EventSource.CLOSED) return
      source.close()
      timer = window.setTimeout(open, RETRY_MS)
    })
  }
  onState('connecting')
  open()
  return {
    close() {
      window.clearTimeout(timer)
      source?.close()
    },
  }
}
