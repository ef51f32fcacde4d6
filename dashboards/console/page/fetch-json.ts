/** @throws Error with the server's own words where it refuses. */
export async function fetchJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) })
  if (response.status === 401) {
    location.assign('/login')
    throw new Error('Signed out.')
  }
  const body: unknown = await response.json()
  if (!response.ok) throw new Error((body as { message?: string }).message ?? `HTTP ${response.status}`)
  return body as T
}
