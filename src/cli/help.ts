import type { Command, Flag } from './command.js';
import type { CommandEntry } from './commands.js';

const INDENT = '  ';
const GAP = 3;

/** What `flow` alone prints: what it is, the commands, and the first two lines to type. */
export function describeFlow(commands: readonly CommandEntry[], version: string): string {
  return [
    `flow ${version}: one reviewed playbook in, one report worth committing out`,
    '',
    'Usage: flow <command> [flags]',
    '',
    'Commands',
    ...drawTable(commands.map(({ name, purpose }) => [name, purpose])),
    '',
    'Examples',
    `${INDENT}flow run playbooks/clock.yaml`,
    `${INDENT}    ask three simulated routers for the time; nothing of yours is touched`,
    `${INDENT}flow run clock.yaml --inventory devices.yaml > clock.md`,
    `${INDENT}    ask your own, and keep the report`,
    '',
    '`flow <command> --help` tells more; `flow --version` prints the version.',
    '',
  ].join('\n');
}

/** The help of one command: a sentence, its flags by subject, its examples. */
export function describeCommand(entry: CommandEntry, command: Command): string {
  const operands = command.operands.map((operand) => operand.form);
  const hasFlags = command.flags.length > 0;
  const usage = ['flow', entry.name, ...(hasFlags ? ['[flags]'] : []), ...operands].join(' ');
  const lines = [`flow ${entry.name}: ${entry.purpose}`, '', `Usage: ${usage}`];
  if (command.about) lines.push('', ...command.about.split('\n'));
  if (operands.length > 0) lines.push('', ...drawTable(command.operands.map(({ form, text }) => [form, text])));
  for (const { subject, flags } of command.flags) lines.push('', subject, ...drawTable(flags.map(describeFlag)));
  lines.push('', 'Examples');
  for (const { line, text } of command.examples) lines.push(`${INDENT}${line}`, `${INDENT}    ${text}`);
  return `${lines.join('\n')}\n`;
}

function describeFlag(flag: Flag): [string, string] {
  return [flag.form, flag.repeats ? `${flag.text}; may be given again` : flag.text];
}

/** Two columns, the left one as wide as its widest entry. */
function drawTable(rows: [string, string][]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + GAP;
  return rows.map(([left, right]) => `${INDENT}${left.padEnd(width)}${right}`);
}
