import type { Transport } from '../transport/transport.js';

type OnData = (bytes: Buffer) => void;
type OnClose = (reason: Error | undefined) => void;

/**
 * A transport on which two sessions take turns: the first finds out whom it speaks to, the second goes on. What comes while
 * nobody listens waits.
 */
export class Relay {
  private listener: OnData | undefined;
  private closeListener: OnClose | undefined;
  private waiting: Buffer[] = [];
  private closed: { reason: Error | undefined } | undefined;

  constructor(private readonly transport: Transport) {
    transport.onData((bytes) => (this.listener ? this.listener(bytes) : this.waiting.push(bytes)));
    transport.onClose((reason) => {
      this.closed = { reason };
      this.closeListener?.(reason);
    });
  }

  /** The transport for the first session: when it is done, the connection stays. */
  first(): Transport {
    return this.wrap({
      end: () => {
        this.listener = undefined;
        this.closeListener = undefined;
      },
    });
  }

  /**
   * The transport for the second session. What is left of the first one is forgotten.
   *
   * @param enter  typed as soon as somebody listens, so that the prompt comes again
   */
  second(enter: string): Transport {
    const { transport } = this;
    this.waiting = [];
    return this.wrap({
      end: () => transport.end(),
      onListen: () => transport.write(enter),
    });
  }

  private wrap({ end, onListen }: { end: () => void; onListen?: () => void }): Transport {
    const { transport } = this;
    const { host, isProven, software, refuse } = transport;
    return {
      phases: transport.phases,
      ...(host && { host }),
      ...(isProven !== undefined && { isProven }),
      software,
      ...(refuse && { refuse: () => refuse.call(transport) }),
      onData: (listener) => {
        this.listener = listener;
        for (const bytes of this.waiting.splice(0)) listener(bytes);
        onListen?.();
      },
      onClose: (listener) => {
        this.closeListener = listener;
        if (this.closed) listener(this.closed.reason);
      },
      write: (text) => transport.write(text),
      end,
      destroy: () => transport.destroy(),
    };
  }
}
