import type { MessagePort } from 'node:worker_threads';

/** What a function that is conversed with has as its last argument: the way to whoever has had it called. */
export interface CallPort<Heard = unknown, Said = unknown> {
  /** Says something that can be copied. */
  post(message: Said): void;
  /** Names who hears what is said, from the first word on. There is one listener. */
  onMessage(listener: (message: Heard) => void): void;
}

/** The end of a port that a worker has. */
export interface OpenPort extends CallPort {
  close(): void;
}

/** What processes say to each other: `begun` is said once, when the call can be spoken to. Calls of one process have numbers. */
export type ProcessWords = { call: number; begun: true } | { call: number; message: unknown };

/** Those of a process can be told from its pool's. */
export function areProcessWords(words: unknown): words is ProcessWords {
  return typeof words === 'object' && words !== null && 'call' in words;
}

/** A thread has a port for each call. */
export function openThreadPort(port: MessagePort): OpenPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => void port.on('message', listener),
    close: () => port.close(),
  };
}

/** How a process speaks with the one that has started it. */
export interface ProcessChannel {
  send(words: ProcessWords): void;
  /** @returns what ends it */
  listen(listener: (words: unknown) => void): () => void;
}

/** The calls of a process share its channel. */
export function openProcessPort(call: number, channel: ProcessChannel): OpenPort {
  const early: unknown[] = [];
  let listen: (message: unknown) => void = (message) => early.push(message);
  const close = channel.listen((words) => {
    if (areProcessWords(words) && words.call === call && 'message' in words) listen(words.message);
  });
  channel.send({ call, begun: true });
  return {
    post: (message) => channel.send({ call, message }),
    onMessage: (listener) => {
      listen = listener;
      for (const message of early.splice(0)) listener(message);
    },
    close,
  };
}
