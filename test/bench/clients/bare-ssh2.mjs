// What a good engineer writes by hand for the same job: the clock of every router, some at a time.
//   node bare-ssh2.mjs JOB.json
// It is the measure of the bench, so it does what has to be done and nothing else: no host keys, no times, no report
// but a line per router.
import { readFileSync } from 'node:fs';
import ssh2 from 'ssh2';

const { hosts, atOnce, command, kex } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const TIMEOUT_MS = 120_000;

/** Calls `work` for each item, at most `limit` at once, and keeps the order of the items. */
async function mapWithLimit(items, limit, work) {
  const results = new Array(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return results;
}

async function askClock(host) {
  const client = await logIn(host);
  try {
    const shell = await openShell(client);
    await shell.until(/[>#] ?$/);
    await shell.send('enable', /[Pp]assword: ?$/);
    await shell.send(host.secret, /# ?$/);
    await shell.send('terminal width 511', /# ?$/);
    await shell.send('terminal length 0', /# ?$/);
    const text = await shell.send(command, /# ?$/);
    await shell.leave('exit');
    return text.split('\r\n').slice(1, -1).join('\n');
  } finally {
    client.end();
  }
}

function logIn(host) {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.once('ready', () => resolve(client));
    client.once('error', reject);
    client.connect({
      host: host.address,
      port: host.port,
      username: host.username,
      password: host.password,
      readyTimeout: TIMEOUT_MS,
      ...(kex && { algorithms: { kex: [kex] } }),
    });
  });
}

function openShell(client) {
  return new Promise((resolve, reject) => {
    client.shell({ term: 'vt100', cols: 511, rows: 1000 }, (error, channel) => {
      if (error) reject(error);
      else resolve(new Shell(channel));
    });
  });
}

class Shell {
  #channel;
  #received = [];
  /** The end of what was received. */
  #tail = '';
  #wanted;
  #found;

  constructor(channel) {
    this.#channel = channel;
    channel.setEncoding('utf8');
    channel.on('data', (text) => {
      this.#received.push(text);
      this.#tail = (this.#tail + text).slice(-100);
      this.#look();
    });
  }

  /** Waits until what was received ends like this, and gives it. */
  until(wanted) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`no ${wanted} in ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
      this.#wanted = wanted;
      this.#found = (text) => {
        clearTimeout(timer);
        resolve(text);
      };
      this.#look();
    });
  }

  send(line, wanted) {
    this.#channel.write(`${line}\n`);
    return this.until(wanted);
  }

  leave(line) {
    return new Promise((resolve) => {
      this.#channel.once('close', resolve);
      this.#channel.write(`${line}\n`);
    });
  }

  #look() {
    if (!this.#wanted?.test(this.#tail)) return;
    const text = this.#received.join('');
    this.#received = [];
    this.#tail = '';
    this.#wanted = undefined;
    this.#found(text);
  }
}

const answers = await mapWithLimit(hosts, atOnce, (host) =>
  askClock(host).catch((error) => new Error(`${host.name}: ${error.message}`)),
);
const failures = answers.filter((answer) => answer instanceof Error);
process.stdout.write(hosts.map((host, index) => `| ${host.name} | ${answers[index]} |\n`).join(''));
for (const failure of failures) process.stderr.write(`${failure.message}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;
