import { EnvelopeError, type Sealer } from './envelope.js';
import { KEPT_S } from './names.js';
import type { RedisClient } from './redis.js';

/** Batches that are read at a time. */
const BATCHES = 200;
const BLOCK_MS = 5_000;
const REFUSED_PAUSE_MS = 200;

/** Messages of one sender, numbered: what comes a second time, or late, is seen by its number. */
interface Batch {
  number: number;
  messages: unknown[];
}

/** What a mailbox is addressed with. */
export interface Address {
  /** The stream in Redis that the reader reads. */
  stream: string;
  /** Who sends; the reader knows senders by this name. */
  sender: string;
  /** What its envelopes are sealed for. */
  context: string;
}

/**
 * Puts messages into somebody's stream, in order. While one batch is on its way what comes is gathered for the next: under load
 * there are many messages in each.
 */
export class Outgoing<Message> {
  readonly #redis: RedisClient;
  readonly #sealer: Sealer;
  readonly #address: Address;
  #waiting: Message[] = [];
  #sent: Promise<void> | undefined;
  #number = 0;

  constructor(redis: RedisClient, sealer: Sealer, address: Address) {
    this.#redis = redis;
    this.#sealer = sealer;
    this.#address = address;
  }

  add(messages: readonly Message[]): void {
    for (const message of messages) this.#waiting.push(message);
    this.#sent ??= this.#send();
  }

  /** Resolves when everything added so far lies in Redis. */
  async flush(): Promise<void> {
    while (this.#sent) await this.#sent;
  }

  async #send(): Promise<void> {
    await new Promise(setImmediate); // what the same turn tells goes along
    while (this.#waiting.length > 0) {
      const batch: Batch = { number: ++this.#number, messages: this.#waiting };
      this.#waiting = [];
      const { stream, sender, context } = this.#address;
      const envelope = this.#sealer.seal(batch, context);
      const put = () =>
        this.#redis
          .pipeline()
          .xadd(stream, '*', 'by', sender, 'envelope', envelope)
          .expire(stream, KEPT_S)
          .exec()
          .then((results) => results?.[0]?.[0] === null);
      try {
        // Redis may be full, or loading its data: what is said must not be lost for that.
        while (!(await put())) await pauseRefused();
      } catch {
        break; // the connection was given up: nobody hears any more
      }
    }
    this.#sent = undefined;
  }
}

/** What a reader is told. */
export interface Reader {
  /** The context of what a sender seals for this reader. */
  contextOf(sender: string): string;
  onMessages(sender: string, messages: unknown[]): void;
  /** Before what came there was something of this sender that has never come, and never will. */
  onGap(sender: string): void;
  /** Something lay in the stream that was not from anybody with the key, or had been read before. @param reason  for people */
  onForeign(sender: string, reason: string): void;
}

/** Opens what senders have put into a stream, and sees that nothing is taken twice, and what is missing. */
export class Opener {
  readonly #sealer: Sealer;
  readonly #reader: Reader;
  readonly #last = new Map<string, number>();

  constructor(sealer: Sealer, reader: Reader) {
    this.#sealer = sealer;
    this.#reader = reader;
  }

  open(sender: string, envelope: Buffer): void {
    let batch: Batch;
    try {
      batch = this.#sealer.open(envelope, this.#reader.contextOf(sender)) as Batch;
    } catch (error) {
      if (!(error instanceof EnvelopeError)) throw error;
      this.#reader.onForeign(sender, error.message);
      return;
    }
    const last = this.#last.get(sender) ?? 0;
    if (batch.number <= last) {
      this.#reader.onForeign(sender, 'it has been read before');
      return;
    }
    this.#last.set(sender, batch.number);
    if (batch.number > last + 1) this.#reader.onGap(sender);
    this.#reader.onMessages(sender, batch.messages);
  }
}

/** Reads a stream until it is stopped; what was read is taken out when all that follows from it has been done. */
export class Incoming {
  readonly #redis: RedisClient;
  readonly #blocking: RedisClient;
  readonly #stream: string;
  readonly #opener: Opener;
  #isStopped = false;
  readonly #ended: Promise<void>;

  /** @param blocking  a connection that nobody else uses; it is closed with this */
  constructor(connections: { redis: RedisClient; blocking: RedisClient }, stream: string, opener: Opener) {
    this.#redis = connections.redis;
    this.#blocking = connections.blocking;
    this.#stream = stream;
    this.#opener = opener;
    this.#ended = this.#read();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#blocking.disconnect();
    await this.#ended;
  }

  async #read(): Promise<void> {
    let last: string | Buffer = '0';
    while (!this.#isStopped) {
      try {
        const found = await this.#blocking.xreadBuffer(
          'COUNT',
          BATCHES,
          'BLOCK',
          BLOCK_MS,
          'STREAMS',
          this.#stream,
          last,
        );
        const entries = entriesOf(found);
        for (const { sender, envelope } of entries) this.#opener.open(sender, envelope);
        last = entries.at(-1)?.id ?? last;
        // What a message leads to is done in the turn that it is heard in.
        await new Promise(setImmediate);
        if (entries.length > 0) void this.#redis.xdel(this.#stream, ...entries.map(({ id }) => id)).catch(() => {});
      } catch (error) {
        if (this.#isStopped || this.#blocking.status === 'end') return;
        if (!isOfRedis(error)) throw error;
        await pauseRefused();
      }
    }
  }
}

/** Before something that Redis has refused, as one that is full or loads its data does, is tried again. */
function pauseRefused(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, REFUSED_PAUSE_MS));
}

/** Everything that lies in a stream, opened, and left there. */
export async function readAll(redis: RedisClient, stream: string, opener: Opener): Promise<void> {
  for (const [, fields] of await redis.xrangeBuffer(stream, '-', '+')) {
    const { sender, envelope } = readFields(fields);
    opener.open(sender, envelope);
  }
}

interface Entry {
  id: Buffer;
  sender: string;
  envelope: Buffer;
}

function entriesOf(found: unknown): Entry[] {
  const [stream] = (found ?? []) as [Buffer, [Buffer, Buffer[]][]][];
  return (stream?.[1] ?? []).map(([id, fields]) => ({ id, ...readFields(fields) }));
}

function readFields(fields: readonly Buffer[]): Omit<Entry, 'id'> {
  return { sender: String(fields[1] ?? ''), envelope: fields[3] ?? Buffer.alloc(0) };
}

function isOfRedis(error: unknown): boolean {
  return error instanceof Error && (error.name === 'ReplyError' || /connection/i.test(error.message));
}
