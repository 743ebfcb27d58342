import SSHConfig from 'ssh-config';

/** One line of ssh_config, keyword in lower case. */
export interface SshDirective {
  keyword: string;
  /** Words of the value; most keywords have one. */
  values: string[];
}

/** A `Host` or `Match` block with its patterns, or what stands before the first one (`*`). */
export interface SshBlock {
  patterns: string[];
  directives: SshDirective[];
}

/** What was understood, and what was left out and why. */
export interface SshConfig {
  blocks: SshBlock[];
  notices: string[];
}

type Line = SSHConfig[number];
type DirectiveLine = Extract<Line, { param: string }>;

/**
 * Reads ssh_config into blocks: `Host`, `Match host` and `Match all`. Other `Match` blocks and `Include` are left out
 * and told. The only file that knows the package ssh-config; nothing is ever executed.
 *
 * @throws {Error} when the text cannot be read
 */
export function parseSshConfig(text: string): SshConfig {
  const config: SshConfig = { blocks: [], notices: [] };
  const start: SshBlock = { patterns: ['*'], directives: [] };
  config.blocks.push(start);
  for (const line of SSHConfig.parse(`${text}\n`)) {
    if (!isDirective(line)) continue;
    const keyword = line.param.toLowerCase();
    if (keyword === 'include') config.notices.push('Include is not followed');
    else if (!('config' in line)) start.directives.push(readDirective(line));
    else {
      const patterns = keyword === 'host' ? wordsOf(line.value) : matchPatterns(wordsOf(line.value));
      if (patterns) config.blocks.push({ patterns, directives: readBlock(line.config, config) });
      else
        config.notices.push(`Match ${wordsOf(line.value).join(' ')} is left out: only "all" and "host" are understood`);
    }
  }
  return config;
}

function readBlock(lines: SSHConfig, config: SshConfig): SshDirective[] {
  const directives = lines.filter(isDirective).map(readDirective);
  if (directives.some(({ keyword }) => keyword === 'include')) config.notices.push('Include is not followed');
  return directives;
}

function isDirective(line: Line): line is DirectiveLine {
  return 'param' in line && line.param !== '';
}

function readDirective(line: DirectiveLine): SshDirective {
  return { keyword: line.param.toLowerCase(), values: wordsOf(line.value) };
}

function wordsOf(value: DirectiveLine['value']): string[] {
  return typeof value === 'string' ? [value] : value.map(({ val }) => val);
}

/** `all` and `host a,b`; undefined for every other condition. */
function matchPatterns(words: string[]): string[] | undefined {
  const [kind = '', list, ...more] = words.flatMap((word) => word.split(/\s+/));
  if (kind.toLowerCase() === 'all' && list === undefined) return ['*'];
  if (kind.toLowerCase() !== 'host' || list === undefined || more.length > 0) return undefined;
  return list.split(',');
}
