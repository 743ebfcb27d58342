import assert from 'node:assert/strict';
import test from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import { compilePlaybook } from '../../src/playbook/compile.js';
import { contextShapes } from '../../src/playbook/context-shapes.js';
import { Findings } from '../../src/playbook/findings.js';
import { checkReferences } from '../../src/playbook/references.js';
import { hostsNamed, loadText } from './load-text.js';

const HEAD = 'name: Many\nmode: read\n';

/** Playbooks of so many tasks, each written in another way. */
const FORMS: { title: string; write(count: number): string }[] = [
  { title: 'commands', write: (count) => `commands:\n${'  - show clock\n'.repeat(count)}` },
  {
    title: 'tasks that each need the next',
    write: (count) =>
      `tasks:\n${listOf(count, (index) => `  - {name: t${index}, command: x${index + 1 < count ? `, needs: t${index + 1}` : ''}}\n`)}`,
  },
  {
    title: 'tasks that each speak of the one before',
    write: (count) =>
      `tasks:\n${listOf(count, (index) => `  - {name: t${index}, command: "x${index > 0 ? ` {{results.t${index - 1}.output}}` : ''}"}\n`)}`,
  },
  {
    title: 'tasks with a foreach',
    write: (count) =>
      `tasks:\n${listOf(count, (index) => `  - {name: t${index}, foreach: host.groups, command: x}\n`)}`,
  },
];

function listOf(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join('');
}

/** Counts the elements that loops and spreads take from arrays meanwhile. */
function countSteps(work: () => void): number {
  const iterator = Object.getPrototypeOf([][Symbol.iterator]()) as { next(): IteratorResult<unknown> };
  const { next } = iterator;
  let steps = 0;
  iterator.next = function count(): IteratorResult<unknown> {
    steps++;
    return next.call(this);
  };
  try {
    work();
  } finally {
    iterator.next = next;
  }
  return steps;
}

for (const { title, write } of FORMS) {
  test(`work grows with the playbook and no faster: ${title}`, () => {
    const stepsFor = (count: number) =>
      countSteps(() => {
        const graph = compilePlaybook(loadText(HEAD + write(count)), { hosts: hostsNamed(['R1']), groups: new Map() });
        assert.ok(graph.hosts.length === 1);
      });
    const [few, many] = [stepsFor(100), stepsFor(1000)];
    assert.ok(many < 11 * few, `${few} steps for a hundred tasks, ${many} for a thousand`);
  });
}

test('the names of all tasks are gone through once, however many texts speak of results', () => {
  const passesFor = (count: number) => {
    const text = `${HEAD}${FORMS[2]?.write(count)}`;
    const { tasks } = loadText(text);
    const placed = tasks.map((task, index) => ({ task, pointer: `/tasks/${index}`, writtenName: task.name }));
    const names = tasks.map(({ name }) => name);
    const shapes = contextShapes({}, names);
    let passes = 0;
    const fields = new Proxy(Object.fromEntries(names.map((name) => [name, 'any' as const])), {
      ownKeys: (target) => {
        passes++;
        return Reflect.ownKeys(target);
      },
    });
    const command = { fields: { results: { fields } } };
    checkReferences(new Findings(parseDocument('t.yaml', text)), placed, { shapes: { ...shapes, command }, vars: {} });
    return passes;
  };
  assert.equal(passesFor(10), 1);
  assert.equal(passesFor(1000), 1);
});
