import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { DeviceError } from '../error/flow-error.js';
import { printableLine } from '../error/printable.js';
import { type FileMove, type OnChannel, statLocal } from './file-move.js';
import type { ClientChannel } from './ssh-client.js';

const LONGEST_LINE = 4_096;

/**
 * Brings a file to a host by the protocol of rcp: `scp -t PATH`, a line with mode, size and name, the bytes, and a zero byte in
 * answer to each.
 */
export async function putByScp(onChannel: OnChannel, { local, remote, onMoved }: FileMove): Promise<void> {
  const { size } = await statLocal(local);
  const talk = await startScp(onChannel, '-t', remote);
  await talk.acknowledged();
  talk.send(`C0644 ${size} ${basename(local).replace(/[\r\n]/g, '_')}\n`);
  await talk.acknowledged();
  let moved = 0;
  // Not more than was announced, should the file grow meanwhile.
  const source = size === 0 ? [] : createReadStream(local, { end: size - 1 });
  for await (const piece of source as AsyncIterable<Buffer>) {
    await talk.stream(piece);
    moved += piece.length;
    onMoved(moved, size);
  }
  if (moved !== size)
    throw new DeviceError('incomplete', `${local} became shorter while it was read`, { phase: 'command' });
  talk.send('\0');
  await talk.acknowledged();
  talk.end();
}

/** Fetches a file by `scp -f PATH`; only a single file is taken, whatever the host sends. */
export async function getByScp(onChannel: OnChannel, { local, remote, onMoved }: FileMove): Promise<void> {
  const talk = await startScp(onChannel, '-f', remote);
  talk.send('\0');
  let header = await talk.line();
  while (header.startsWith('T')) {
    talk.send('\0');
    header = await talk.line();
  }
  // "C0644 1024 running-config"
  const size = Number(/^C[0-7]{3,5} (\d{1,15}) ./.exec(header)?.[1] ?? Number.NaN);
  if (Number.isNaN(size)) throw talk.refused(`expected a file, got "${printableLine(header)}"`);
  talk.send('\0');
  const file = await open(local, 'w');
  try {
    for (let moved = 0; moved < size; ) {
      const piece = await talk.some(size - moved);
      await file.writeFile(piece);
      moved += piece.length;
      onMoved(moved, size);
    }
  } finally {
    await file.close();
  }
  await talk.acknowledged();
  talk.send('\0');
  talk.end();
}

async function startScp(onChannel: OnChannel, direction: '-t' | '-f', remote: string): Promise<ScpTalk> {
  const command = `scp ${direction} ${quote(remote)}`;
  const channel = await onChannel(
    (client) =>
      new Promise<ClientChannel>((resolve, reject) => {
        const onClose = () => reject(new Error('the connection was closed'));
        client.once('close', onClose);
        client.exec(command, (error, opened) => {
          client.removeListener('close', onClose);
          if (!error) return resolve(opened);
          if ('reason' in error) return reject(error);
          const message = `the device has neither SFTP nor SCP: ${printableLine(error.message)}`;
          const hint = 'switch SFTP or SCP on at the device (IOS: `ip scp server enable`)';
          reject(new DeviceError('device', message, { phase: 'command', hint, cause: error }));
        });
      }),
  );
  return new ScpTalk(channel, remote);
}

/** A remote path as one word of a command line: devices get it plain, and a shell quoted where it has to be. */
function quote(path: string): string {
  const text = path.startsWith('-') ? `./${path}` : path;
  return /^[\w@%+=:,./~\\-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** What is said on the channel of one SCP. */
class ScpTalk {
  private readonly source: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);
  private complaint = '';
  private readonly closed: Promise<void>;

  constructor(
    private readonly channel: ClientChannel,
    private readonly remote: string,
  ) {
    this.source = channel[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.closed = once(channel, 'close').then(() => {});
    this.closed.catch(() => {});
    channel.stderr.on('data', (text: Buffer) => {
      this.complaint = `${this.complaint}${text.toString('latin1')}`.slice(-LONGEST_LINE);
    });
  }

  send(text: string): void {
    if (this.channel.writable) this.channel.write(text, 'latin1');
  }

  /** Sends bytes as fast as the other side takes them. */
  async stream(piece: Buffer): Promise<void> {
    if (!this.channel.writable) throw await this.ended();
    if (this.channel.write(piece)) return;
    const stop = new AbortController();
    try {
      await Promise.race([once(this.channel, 'drain', { signal: stop.signal }).catch(() => {}), this.closed]);
    } finally {
      stop.abort();
    }
  }

  /** Waits for the zero byte. @throws {DeviceError} `device` with what the host says instead */
  async acknowledged(): Promise<void> {
    const [byte] = await this.some(1);
    if (byte === 0) return;
    const text = await this.line(byte === 1 || byte === 2 ? '' : String.fromCharCode(byte ?? 0));
    throw this.refused(printableLine(text));
  }

  /** Reads a line; one that begins with the byte 1 or 2 is a refusal. */
  async line(begun?: string): Promise<string> {
    let text = begun ?? '';
    while (text.length < LONGEST_LINE) {
      const character = (await this.some(1)).toString('latin1');
      if (character === '\n') break;
      text += character;
    }
    if (begun === undefined && /^[\u0001\u0002]/.test(text)) throw this.refused(printableLine(text.slice(1)));
    return Buffer.from(text, 'latin1').toString('utf8');
  }

  /** Reads what has come, at most so many bytes and at least one. @throws {DeviceError} `disconnected`, `device` */
  async some(most: number): Promise<Buffer> {
    if (this.rest.length === 0) {
      const { value, done } = await this.source.next();
      if (done) throw await this.ended();
      this.rest = value;
    }
    const piece = this.rest.subarray(0, most);
    this.rest = this.rest.subarray(piece.length);
    return piece;
  }

  end(): void {
    this.channel.end();
  }

  refused(words: string): DeviceError {
    // "scp: /x: No such file or directory"
    const text = words.replace(/^scp: /, '').trim();
    return new DeviceError('device', `"${printableLine(this.remote)}": ${text}`, {
      phase: 'command',
      last: this.complaint,
    });
  }

  /** The channel is over too early: a host without SCP says so on its error output. */
  private async ended(): Promise<DeviceError> {
    await this.closed;
    const words = printableLine(this.complaint.trim());
    if (words !== '') return this.refused(words);
    const message = `"${printableLine(this.remote)}": the connection was closed before the file was whole`;
    return new DeviceError('disconnected', message, { phase: 'command' });
  }
}
