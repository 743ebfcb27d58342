import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPlatform } from '../../src/device/load-platform.js';
import type { OutputEnd } from '../../src/device/platform.js';
import { Session } from '../../src/device/session.js';
import type { DeviceError } from '../../src/error/flow-error.js';
import type { Transport } from '../../src/transport/transport.js';

const MIB = 1024 * 1024;
const PIECE = 32 * 1024;

/** A device that answers one command with pieces of one and the same buffer, one a turn, so that the test holds nothing of it. */
class FloodingDevice implements Transport {
  readonly phases = {};
  private listener: (bytes: Buffer) => void = () => {};

  constructor(private readonly answer: { piece: Buffer; count: number }) {}

  onData(listener: (bytes: Buffer) => void): void {
    this.listener = listener;
    this.say('\r\nR1#');
  }

  onClose(): void {}

  write(text: string): void {
    for (const line of text.split('\n').slice(0, -1)) {
      if (line === 'show a') setImmediate(() => this.flood(this.answer.count));
      else this.say(`${line}\r\nR1#`);
    }
  }

  end(): void {
    this.answer.count = 0;
  }

  destroy(): void {}

  private say(text: string): void {
    setImmediate(() => this.listener(Buffer.from(text)));
  }

  private flood(left: number): void {
    if (left === this.answer.count) this.listener(Buffer.from('show a\r\n'));
    if (this.answer.count === 0) return;
    if (left === 0) {
      this.listener(Buffer.from('\r\nR1#'));
      return;
    }
    this.listener(this.answer.piece);
    setImmediate(() => this.flood(left - 1));
  }
}

async function ask(piece: Buffer, count: number, mostBytes?: number, ends: OutputEnd[] = []): Promise<string> {
  const session = new Session(new FloodingDevice({ piece, count }), {
    platform: { ...loadPlatform('cisco_ios'), ends },
    promptMs: 60_000,
    commandMs: 60_000,
    signal: new AbortController().signal,
    nonce: 'n',
    onRefusedSetup: () => {},
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
  try {
    await session.start({ username: 'u', password: 'p', secret: undefined });
    await session.setUp({ enable: false });
    const reply = await session.command('show a', { timeoutMs: 60_000 });
    await session.confirm();
    await session.leave();
    return reply.output;
  } catch (error) {
    session.abandon();
    throw error;
  }
}

/** Runs work and counts the characters that patterns were tried on: the work that would grow with the square. */
async function countSearched(work: () => Promise<unknown>): Promise<number> {
  const { exec, test: tryOn } = RegExp.prototype;
  let searched = 0;
  RegExp.prototype.exec = function (this: RegExp, text: string) {
    // A sticky or global search goes on from where it was.
    searched += text.length - (this.global ? this.lastIndex : 0);
    return exec.call(this, text);
  };
  try {
    await work();
  } finally {
    Object.assign(RegExp.prototype, { exec, test: tryOn });
  }
  return searched;
}

test('Q78: a single line of 50 MB arrives whole', async () => {
  const output = await ask(Buffer.alloc(PIECE, 'x'), (50 * MIB) / PIECE);
  assert.equal(output.length, 50 * MIB);
});

test('Q78: 100 MB of lines arrive whole', async () => {
  const line = `${'y'.repeat(62)}\r\n`;
  const output = await ask(Buffer.from(line.repeat(PIECE / 64)), (100 * MIB) / PIECE);
  assert.equal(output.length, ((100 * MIB) / 64) * 63 - 1);
});

for (const [title, piece] of [
  ['one line', Buffer.alloc(PIECE, 'x')],
  ['many lines', Buffer.from(`${'y'.repeat(62)}\r\n`.repeat(PIECE / 64))],
] as const) {
  test(`Q78: twice as much in ${title} is twice as much work, and not four times`, async () => {
    const five = await countSearched(() => ask(piece, (5 * MIB) / PIECE));
    const ten = await countSearched(() => ask(piece, (10 * MIB) / PIECE));
    assert.ok(five > 0 && ten < 2.5 * five, `${five} and ${ten} characters were searched`);
  });
}

test('Q78: more than memory should hold is told plainly', async () => {
  const asked = ask(Buffer.alloc(PIECE, 'x'), (3 * MIB) / PIECE, 2 * MIB);
  await assert.rejects(asked, (error: DeviceError) => {
    assert.equal(error.code, 'incomplete');
    assert.match(error.message, /^more than 2 MiB came before the answer to "show a": too much to hold in memory$/);
    assert.ok(error.last.length <= 200);
    return true;
  });
});

test('Q78: more lines than memory should hold are told plainly', async () => {
  await assert.rejects(ask(Buffer.alloc(PIECE, '\n'), 300), (error: DeviceError) => {
    assert.equal(error.code, 'incomplete');
    assert.match(error.message, /^more than 8000000 lines came before the answer to "show a": too much/);
    return true;
  });
});

test('Q78: a prompt at the end of each piece, where the last line is awaited, is no more work for each', async () => {
  const piece = Buffer.from(`\r\n${'R1#\r\n'.repeat(6_000)}R1#`);
  const ends = [{ command: 'show a', line: '^end$' }];
  const flood = (mib: number) => countSearched(() => ask(piece, 1_000, mib * MIB, ends).catch(() => {}));
  const [two, four] = [await flood(2), await flood(4)];
  assert.ok(two > 0 && four < 2.5 * two, `${two} and ${four} characters were searched`);
});
