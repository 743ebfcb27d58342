import type { DeviceFacts } from '../device-facts.js';

/** What a program sees of the machine it runs on. */
export interface ProgramContext {
  host: string;
  username: string;
  folder: string;
  now: number;
  facts: DeviceFacts;
  /** What came through the pipe. */
  input: string;
}

/** What a program leaves behind; texts have "\n" ends. */
export interface ProgramResult {
  text: string;
  status: number;
}

type Program = (args: string[], context: ProgramContext) => ProgramResult | string;

const KERNEL = '6.1.0-18-amd64';
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const PROGRAMS: Record<string, Program> = {
  true: () => '',
  false: () => ({ text: '', status: 1 }),
  echo: (args) => (args[0] === '-n' ? args.slice(1).join(' ') : `${args.join(' ')}\n`),
  printf: ([format = '', ...args]) => formatText(format, args),
  pwd: (_args, { folder }) => `${folder}\n`,
  whoami: (_args, { username }) => `${username}\n`,
  id: (_args, { username }) => `uid=1000(${username}) gid=1000(${username}) groups=1000(${username})\n`,
  hostname: (_args, { host }) => `${host}\n`,
  date: (args, { now }) => (args[0] === '+%s' ? `${Math.floor(now / 1000)}\n` : `${dateText(now)}\n`),
  uname: (args, { host }) =>
    args[0] === '-a'
      ? `Linux ${host} ${KERNEL} #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\n`
      : args[0] === '-r'
        ? `${KERNEL}\n`
        : 'Linux\n',
  uptime: (_args, { now, facts }) =>
    ` ${timeText(now)} up ${Math.floor((now - facts.bootedAt) / 86_400_000)} days,  1:07,  1 user,  load average: 0.08, 0.03, 0.01\n`,
  ls: (args) => (args.some((arg) => !arg.startsWith('-')) ? '' : 'backups  notes.txt\n'),
  cat: ([file], context) => readFile(file, context),
  grep: ([pattern = '', file], context) =>
    findLines(pattern, file === undefined ? context.input : readFile(file, context).text),
  head: (args, { input }) => firstLines(input, Number((args.join('').match(/\d+/) ?? ['10'])[0])),
  wc: (_args, { input }) => `${input.split('\n').length - 1}\n`,
  df: () =>
    'Filesystem     1K-blocks    Used Available Use% Mounted on\n/dev/vda1       20134592 4377600  14708892  23% /\n',
  ip: (_args, { facts }) =>
    facts.ports
      .map(
        ({ mac, address }, index) =>
          `${`eth${index}`.padEnd(17)}${(address ? 'UP' : 'DOWN').padEnd(15)}${address ? `${address}/24` : mac}\n`,
      )
      .join(''),
};

/** Runs one program. @returns undefined when there is none of that name */
export function runProgram(name: string, args: string[], context: ProgramContext): ProgramResult | undefined {
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined;
  const result = program?.(args, context);
  return typeof result === 'string' ? { text: result, status: 0 } : result;
}

/** Names of all programs, for Tab. */
export const PROGRAM_NAMES: readonly string[] = Object.keys(PROGRAMS);

function readFile(file: string | undefined, { host, input }: ProgramContext): ProgramResult {
  switch (file) {
    case undefined:
    case '-':
      return { text: input, status: 0 };
    case '/etc/hostname':
      return { text: `${host}\n`, status: 0 };
    case '/etc/os-release':
      return { text: 'PRETTY_NAME="flow lab GNU/Linux 1"\nNAME="flow lab"\nID=flowlab\nVERSION_ID="1"\n', status: 0 };
    case 'notes.txt':
      return { text: 'Simulated by flow lab. No such machine exists.\n', status: 0 };
    default:
      return { text: `cat: ${file}: No such file or directory\n`, status: 1 };
  }
}

function findLines(pattern: string, text: string): ProgramResult {
  const found = text.split('\n').filter((line) => line !== '' && line.includes(pattern));
  return { text: found.map((line) => `${line}\n`).join(''), status: found.length > 0 ? 0 : 1 };
}

function firstLines(text: string, count: number): string {
  return text
    .split('\n')
    .slice(0, -1)
    .slice(0, count)
    .map((line) => `${line}\n`)
    .join('');
}

function formatText(format: string, args: string[]): string {
  const rest = [...args];
  return format.replace(/\\n/g, '\n').replace(/%s/g, () => rest.shift() ?? '');
}

function dateText(now: number): string {
  const time = new Date(now);
  return `${DAYS[time.getUTCDay()]} ${MONTHS[time.getUTCMonth()]} ${String(time.getUTCDate()).padStart(2)} ${timeText(now)} UTC ${time.getUTCFullYear()}`;
}

function timeText(now: number): string {
  return new Date(now).toISOString().slice(11, 19);
}
