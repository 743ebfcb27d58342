/** Bytes to one host and back, through whatever lies between; it knows nothing of prompts. */
export interface Transport {
  /** Milliseconds that each phase of connecting took. */
  readonly phases: { tcp?: number; kex?: number; auth?: number };
  /** Called with each piece as it arrives; at most one listener. */
  onData(listener: (bytes: Buffer) => void): void;
  /** Called once when no more bytes can come; with the reason when it was not an orderly end. */
  onClose(listener: (reason: Error | undefined) => void): void;
  write(text: string): void;
  /** Ends the session in an orderly way; safe to call twice. */
  end(): void;
  /** Drops the connection at once. */
  destroy(): void;
}
