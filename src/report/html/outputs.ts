import { groupOutputs, type OutputGroup } from '../../compare/group-outputs.js';
import { formatCount } from '../../error/format-count.js';
import { countOf } from '../../task/summarize-run.js';
import { commonCommand, isOneLine } from '../failure-groups.js';
import type { ReportContext, ReportTask } from '../report-context.js';
import { writeDiff } from './diff.js';
import { html, type Markup, preformatted } from './markup.js';
import type { Section } from './page.js';
import { writeTable } from './table.js';
import type { TextPool } from './text-pool.js';

/** Different outputs of one task that are shown; all of them are found in the list of results. */
const MOST_GROUPS = 100;

/** The same where no two hosts have the same, so that there is nothing to compare. */
const MOST_UNLIKE = 10;

/** Names of hosts that stand beside an output; the others are folded. */
const MOST_NAMES = 6;

/** Lines of an only output that is not folded. */
const MOST_LINES = 40;

/** What hosts said, by task: hosts with the same output together, outliers as a change of what most have. */
export function writeOutputs({ tasks }: ReportContext, pool: TextPool): Section[] {
  if (tasks.length === 0) return [];
  return [{ id: 'outputs', title: 'Outputs', body: html`${tasks.map((task) => writeTask(task, pool))}` }];
}

function writeTask({ name, results }: ReportTask, pool: TextPool): Markup {
  const groups = groupOutputs(results.filter(({ output, state }) => output !== '' || state === 'finished'));
  const command = commonCommand(results);
  const isAlike = groups.some(({ hosts, isMajority }) => isMajority && hosts.length > 1);
  const alike = isAlike ? groups : groups.map((group) => ({ ...group, isMajority: false, diff: null }));
  const shown = alike.slice(0, isAlike ? MOST_GROUPS : MOST_UNLIKE);
  const short = shown.filter(({ output }) => isOneLine({ output }));
  const long = shown.filter(({ output }) => !isOneLine({ output }));
  const left = groups.length - shown.length;
  return html`<article>
<h3>${name} <span class="quiet">${describeGroups(groups, results.length)}</span></h3>
${command !== undefined && preformatted(command, html` class="command" aria-label="Command"`)}
${short.length > 0 && writeShort(short)}
${long.map((group) => writeLong(group, { pool, isOnly: groups.length === 1 }))}
${left > 0 && html`<p class="quiet">and ${countOf(left, 'other output')}: see <a href="#results">all results</a></p>`}
</article>
`;
}

function describeGroups(groups: readonly OutputGroup[], results: number): string {
  if (groups.length === 0) return 'no output';
  if (groups.length === 1) return results === 1 ? '' : `the same on ${countOf(groups[0]?.hosts.length ?? 0, 'host')}`;
  return `${formatCount(groups.length)} different outputs`;
}

function writeShort(groups: readonly OutputGroup[]): Markup {
  return writeTable(
    ['Hosts', 'Output'],
    groups.map((group) => [
      writeHosts(group.hosts),
      html`${writeState(group)}${group.output.trim() === '' ? html`<em class="quiet">no output</em>` : html`<code>${group.output.trim()}</code>`}`,
    ]),
  );
}

function writeLong(group: OutputGroup, { pool, isOnly }: { pool: TextPool; isOnly: boolean }): Markup {
  const { hosts, output, diff } = group;
  const lines = output.split('\n').length;
  const id = pool.show(output);
  const text = preformatted(output, html`${id && html` id="${id}"`} tabindex="0" aria-label="Output"`);
  const names = hosts.length > MOST_NAMES && html`<p class="names">${hosts.join(', ')}</p>`;
  const body = diff ? html`${writeDiff(diff)}<details><summary>the whole output</summary>${text}</details>` : text;
  return html`<details class="output"${isOnly && lines <= MOST_LINES && html` open`}>
<summary><strong>${hosts.length > 1 ? countOf(hosts.length, 'host') : ''}</strong> <span>${nameSome(hosts)}</span> ${writeState(group)}<span class="quiet">${countOf(lines, 'line')}${group.isMajority && !isOnly ? ', the majority' : ''}${diff ? `, ${countChanges(diff)} than the majority` : ''}</span></summary>
${names}${body}
</details>
`;
}

function writeState({ state, code }: OutputGroup): Markup {
  return state === 'finished' ? html`` : html`<span class="chip ${state}">${code ?? state}</span> `;
}

function writeHosts(hosts: readonly string[]): Markup {
  if (hosts.length <= MOST_NAMES) return html`${hosts.join(', ')}`;
  return html`<details><summary>${countOf(hosts.length, 'host')}: ${nameSome(hosts)}</summary>${hosts.join(', ')}</details>`;
}

function nameSome(hosts: readonly string[]): string {
  return hosts.length <= MOST_NAMES ? hosts.join(', ') : `${hosts.slice(0, MOST_NAMES - 2).join(', ')}, …`;
}

/** `2 lines more, 1 less` */
function countChanges(diff: string): string {
  const lines = diff.split('\n');
  const more = lines.filter((line) => /^\+(?!\+\+ )/.test(line)).length;
  const less = lines.filter((line) => /^-(?!-- )/.test(line)).length;
  return `${countOf(more, 'line')} more and ${formatCount(less)} less`;
}

/** What was changed in configurations: each change once, with the hosts that have it. */
export function writeChanges({ results }: ReportContext, pool: TextPool): Section[] {
  const hosts = new Map<string, string[]>();
  for (const { diff, host } of results) {
    if (!diff) continue;
    const same = hosts.get(diff);
    if (same) same.push(host.name);
    else hosts.set(diff, [host.name]);
  }
  if (hosts.size === 0) return [];
  const changes = [...hosts].map(([diff, names]) => {
    pool.keep(diff);
    return html`<article><h3>${names.length > 1 && `${countOf(names.length, 'host')}: `}${nameSome(names)}</h3>
${names.length > MOST_NAMES && html`<details><summary>all of them</summary>${names.join(', ')}</details>`}
${writeDiff(diff)}</article>
`;
  });
  return [{ id: 'changes', title: 'Changes', body: html`${changes}` }];
}
