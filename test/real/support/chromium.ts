import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathOf } from './programs.js';

/** The program that tests of pages need. */
export const CHROMIUM = ['chromium'];

type Parameters = Record<string, unknown>;

/** What the browser sends: the answer to a call, or an event. */
interface Message {
  id?: number;
  method?: string;
  params?: Parameters;
  result?: Parameters;
  error?: { message: string };
  sessionId?: string;
}

/**
 * Chromium without a window, spoken to in the DevTools protocol through two pipes (the drivers that could do it want a newer Node.js, or
 * bring a browser of their own).
 */
export class Chromium {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #calls = new Map<number, { resolve(result: Parameters): void; reject(error: Error): void }>();
  readonly #listeners = new Set<(message: Message) => void>();
  #count = 0;

  private constructor(child: ChildProcess, profile: string) {
    this.#child = child;
    this.#profile = profile;
    let text = '';
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (piece: string) => {
      const messages = (text + piece).split('\0');
      text = messages.pop() ?? '';
      for (const message of messages) this.#hear(JSON.parse(message));
    });
    child.once('exit', () => {
      for (const call of this.#calls.values()) call.reject(new Error('the browser has ended'));
    });
  }

  static start(): Chromium {
    const profile = mkdtempSync(join(tmpdir(), 'flow-browser-'));
    const flags = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ];
    const child = spawn(
      pathOf('chromium'),
      [...flags, `--user-data-dir=${profile}`, '--remote-debugging-pipe', 'about:blank'],
      {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      },
    );
    return new Chromium(child, profile);
  }

  async close(): Promise<void> {
    const ended = once(this.#child, 'exit');
    await this.send('Browser.close').catch(() => this.#child.kill());
    await ended;
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Calls a method of the protocol. */
  send(method: string, params: Parameters = {}, sessionId?: string): Promise<Parameters> {
    const id = ++this.#count;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { resolve, reject });
      (this.#child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  listen(listener: (message: Message) => void): void {
    this.#listeners.add(listener);
  }

  #hear(message: Message): void {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (message.error) call?.reject(new Error(message.error.message));
    else call?.resolve(message.result ?? {});
  }
}

/** What a page looks like. */
export interface Look {
  width: number;
  height?: number;
  scheme?: 'light' | 'dark';
  media?: 'print';
}

/** One page of the browser. */
export class Tab {
  /** Everything it has asked for: addresses. */
  readonly requests: string[] = [];
  /** What went wrong: errors of scripts, and what its policy has refused. */
  readonly complaints: string[] = [];
  readonly #browser: Chromium;
  readonly #session: string;

  private constructor(browser: Chromium, session: string) {
    this.#browser = browser;
    this.#session = session;
    browser.listen(({ sessionId, method, params = {} }) => {
      if (sessionId !== session) return;
      if (method === 'Network.requestWillBeSent') this.requests.push((params.request as { url: string }).url);
      if (method === 'Runtime.exceptionThrown') this.complaints.push(JSON.stringify(params));
      if (method === 'Log.entryAdded') this.complaints.push((params.entry as { text: string }).text);
    });
  }

  /** Opens an address. @param options.scripts  false turns the page's scripts off */
  static async open(browser: Chromium, url: string, look: Look, options: { scripts?: boolean } = {}): Promise<Tab> {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(browser, sessionId as string);
    for (const domain of ['Page', 'Network', 'Runtime', 'Log']) await tab.send(`${domain}.enable`);
    await tab.look(look);
    if (options.scripts === false) await tab.send('Emulation.setScriptExecutionDisabled', { value: true });
    const loaded = new Promise<void>((resolve) => {
      browser.listen(({ sessionId: of, method }) => {
        if (of === sessionId && method === 'Page.loadEventFired') resolve();
      });
    });
    await tab.send('Page.navigate', { url });
    await loaded;
    return tab;
  }

  send(method: string, params: Parameters = {}): Promise<Parameters> {
    return this.#browser.send(method, params, this.#session);
  }

  /** Changes what the page looks like. */
  async look({ width, height = 900, scheme = 'light', media }: Look): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    const features = [{ name: 'prefers-color-scheme', value: scheme }];
    await this.send('Emulation.setEmulatedMedia', { media: media ?? '', features });
  }

  /** What an expression gives in the page. */
  async evaluate<Value>(expression: string): Promise<Value> {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    assert.equal(exceptionDetails, undefined, `${expression}: ${JSON.stringify(exceptionDetails)}`);
    return (result as { value: Value }).value;
  }

  /** A picture of the page from `y` on, or of all of it. */
  async photograph(clip: { y: number; width: number; height: number }): Promise<Buffer> {
    const { data } = await this.send('Page.captureScreenshot', {
      format: 'png',
      captureBeyondViewport: true,
      clip: { x: 0, scale: 1, ...clip },
    });
    return Buffer.from(data as string, 'base64');
  }
}
