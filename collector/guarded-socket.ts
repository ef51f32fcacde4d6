import type { Socket } from 'node:net'
import { type OversizedPacket, type PacketLimit, PacketScanner } from './packet-scanner.ts'

export interface SocketGuardOptions {
  readonly limit: PacketLimit
  /** False: what has come stays in the socket, and soon in the sender's. */
  readonly mayRead: () => boolean
  readonly onOversized: (packet: OversizedPacket) => void
  /** The announced bytes of the packet in progress have changed by this much. */
  readonly onOpenBytes: (change: number) => void
}

/**
 * Stands between a socket and the broker library that reads from it by `read()` upon `readable`. It looks at every chunk
 * before the library does, holds reading back, and makes the library read on where it would wait: by itself it reads
 * nothing new of a connection until every earlier packet is acknowledged, not even the PINGREQ that keeps it alive.
 */
export class SocketGuard {
  readonly #socket: Socket
  readonly #options: SocketGuardOptions
  readonly #scanner: PacketScanner
  #openBytes = 0
  #hasRead = false
  #held = false
  #nudging = false
  /** Packets the library has from this connection and has not finished. */
  pending = 0

  constructor(socket: Socket, options: SocketGuardOptions) {
    this.#socket = socket
    this.#options = options
    this.#scanner = new PacketScanner(options.limit)
    const read = socket.read.bind(socket)
    socket.read = (size?: number) => (size === 0 ? (read(size) as unknown) : this.#read(read))
    socket.once('close', () => this.#account(0))
  }

  /** To be called when the library listens already, so that it comes first. */
  attach(): void {
    this.#socket.on('readable', () => this.#nudge())
  }

  /** Reading may go on. */
  resume(): void {
    if (!this.#held) return
    this.#held = false
    this.#socket.emit('readable')
  }

  #read(read: () => unknown): unknown {
    this.#hasRead = true
    if (!this.#options.mayRead()) {
      this.#held = true
      return null
    }
    const chunk = read()
    if (!(chunk instanceof Uint8Array)) return chunk
    const oversized = this.#scanner.scan(chunk)
    if (oversized) {
      this.#options.onOversized(oversized)
      this.#socket.destroy()
      return null
    }
    this.#account(this.#scanner.openBytes)
    return chunk
  }

  #account(openBytes: number): void {
    if (openBytes === this.#openBytes) return
    const change = openBytes - this.#openBytes
    this.#openBytes = openBytes
    this.#options.onOpenBytes(change)
  }

  /** The library counts each `readable` as one packet done, and reads when none is left: tell it until it reads. */
  #nudge(): void {
    if (this.#nudging) return
    this.#nudging = true
    for (let left = this.pending; left > 0 && !this.#hasRead; left--) this.#socket.emit('readable')
    this.#hasRead = false
    this.#nudging = false
  }
}
