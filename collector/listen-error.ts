const REMEDIES: Readonly<Record<string, (host: string, port: number) => string>> = {
  EADDRINUSE: (host, port) =>
    `port ${port} is in use on ${host}: stop the other broker, or set TRAM5G_MQTT_PORT to another port`,
  EACCES: (host, port) => `no right to listen on ${host}:${port}: set TRAM5G_MQTT_PORT to a port above 1023`,
  EADDRNOTAVAIL: (host) => `${host} is not an address of this machine: correct TRAM5G_MQTT_HOST (127.0.0.1: loopback)`,
  ENOTFOUND: (host) => `${host} is not a host name that is known here: correct TRAM5G_MQTT_HOST (127.0.0.1: loopback)`,
}

/** What a failed `listen` means, in one line that says what to do. */
export function explainListenError(error: Error & { readonly code?: string }, host: string, port: number): Error {
  const remedy = REMEDIES[error.code ?? '']
  const text = remedy ? remedy(host, port) : `cannot listen on ${host}:${port}: ${error.message}`
  return new Error(text, { cause: error })
}
