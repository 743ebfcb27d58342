import type { Host } from '../inventory/host.js';
import type { FileLink } from './files.js';

/** Bytes to one host and back, through whatever lies between; it knows nothing of prompts. */
export interface Transport {
  /** Milliseconds that each phase of connecting took. */
  readonly phases: { tcp?: number; kex?: number; auth?: number };
  /** The host with the credentials it was reached with, where it has several: its shell may ask for them. */
  readonly host?: Host;
  /** The credentials were accepted on the way here; the shell may still ask for others. */
  readonly isProven?: boolean;
  /** What the other side calls itself: `OpenSSH_9.2p1`, `Cisco-1.25`. */
  readonly software?: string | undefined;
  /** Called with each piece as it arrives; at most one listener. */
  onData(listener: (bytes: Buffer) => void): void;
  /** Called once when no more bytes can come; with the reason when it was not an orderly end. */
  onClose(listener: (reason: Error | undefined) => void): void;
  write(text: string): void;
  /** Tells that the shell refused the credentials of {@link host}. @returns whether a new connection would try others */
  refuse?(): boolean;
  /** Opens a way to move files beside the session; absent where the transport has none. @throws {DeviceError} */
  openFiles?(): Promise<FileLink>;
  /** Ends the session in an orderly way; safe to call twice. */
  end(): void;
  /** Drops the connection at once. */
  destroy(): void;
}
