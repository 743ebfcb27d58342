import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compilePlaybook } from '../../src/playbook/compile.js';
import { itemOn } from '../../src/task/item.js';
import { hostsNamed, loadText, messageOf } from './load-text.js';

const HEAD = 'name: t\ninventory: x\nvars: {ids: [10, 20], none: [], map: {a: 1}}\n';

/** Hosts with these lists in `vars.ids`. */
function compile(tasks: string, lists: Record<string, unknown[] | undefined> = { R1: undefined }) {
  const hosts = hostsNamed(Object.keys(lists)).map((host) => {
    const ids = lists[host.name];
    return { ...host, vars: ids === undefined ? {} : { ids } };
  });
  return compilePlaybook(loadText(`${HEAD}tasks:\n${tasks}`), { hosts, groups: new Map() });
}

/** `vlan.1=10` for each task that has an item on the host. */
function itemsOf(graph: ReturnType<typeof compile>, host: string): string[] {
  return graph.tasks.flatMap((task) => {
    const { item } = itemOn(task, host);
    return item === undefined ? [] : [`${task.name}=${JSON.stringify(item)}`];
  });
}

test('a list becomes a task for each item, on every host', () => {
  const graph = compile("  - {name: vlan, command: 'show vlan {{item}}', foreach: [10, twenty, {id: 30}]}\n", {
    R1: undefined,
    R2: undefined,
  });
  for (const host of ['R1', 'R2'])
    assert.deepEqual(itemsOf(graph, host), ['vlan.1=10', 'vlan.2="twenty"', 'vlan.3={"id":30}']);
  assert.equal(graph.nodes.length, 6);
});

test('an expression over vars is known as the playbook loads, with those of the command line', () => {
  const text = `${HEAD}tasks:\n  - {name: vlan, command: 'show vlan {{item}}', foreach: 'vars.ids.map(id, id + 1)'}\n`;
  assert.deepEqual(
    loadText(text).tasks.map(({ name, item }) => [name, item]),
    [
      ['vlan.1', { kind: 'same', value: 11 }],
      ['vlan.2', { kind: 'same', value: 21 }],
    ],
  );
  const changed = loadText(text, { overrides: { vars: { ids: [7] } } });
  assert.deepEqual(
    changed.tasks.map(({ item }) => item),
    [{ kind: 'same', value: 8 }],
  );
});

test('a list of each host makes as many tasks as the longest has items', () => {
  const graph = compile("  - {name: vlan, command: 'show vlan {{item}}', foreach: host.vars.ids}\n", {
    R1: [1],
    R2: [2, 3],
    R3: [],
  });
  assert.deepEqual(
    graph.tasks.map(({ name, index }) => [name, index]),
    [
      ['vlan.1', 0],
      ['vlan.2', 1],
    ],
  );
  assert.deepEqual(itemsOf(graph, 'R1'), ['vlan.1=1']);
  assert.deepEqual(itemsOf(graph, 'R2'), ['vlan.1=2', 'vlan.2=3']);
  assert.deepEqual(itemsOf(graph, 'R3'), []);
});

test('several commands take turns, item by item', () => {
  const commands = "commands: ['show a {{item}}', 'show b {{item}}']";
  const names = ['x.1.1', 'x.1.2', 'x.2.1', 'x.2.2'];
  const known = compile(`  - {name: x, ${commands}, foreach: vars.ids}\n`);
  assert.deepEqual(
    known.tasks.map(({ name }) => name),
    names,
  );
  const byHost = compile(`  - {name: x, ${commands}, foreach: host.vars.ids}\n`, { R1: [1, 2] });
  assert.deepEqual(
    byHost.tasks.map(({ name }) => name),
    names,
  );
});

for (const list of ['vars.ids', 'host.vars.ids']) {
  test(`what needs the task needs all that come of it: ${list}`, () => {
    const graph = compile(
      `  - {name: after, command: x, needs: vlan}\n  - {name: vlan, command: 'x {{item}}', foreach: ${list}}\n`,
      { R1: [1, 2] },
    );
    assert.deepEqual(
      graph.tasks[0]?.needs.map(({ task }) => task),
      ['vlan.1', 'vlan.2'],
    );
    assert.deepEqual(
      graph.jobs[0]?.nodes.map((id) => graph.nodes[id]?.task.name),
      ['vlan.1', 'vlan.2', 'after'],
    );
  });
}

test('an empty list makes no task, and what needs it waits for nothing', () => {
  const graph = compile(
    "  - {name: vlan, command: 'x {{item}}', foreach: vars.none}\n  - {name: after, command: x, needs: vlan}\n",
  );
  assert.deepEqual(
    graph.tasks.map(({ name, needs }) => [name, needs]),
    [['after', []]],
  );
});

test('earlier results can be named item by item where vars alone decide, and in the report in any case', () => {
  const text = (list: string) =>
    `${HEAD}tasks:\n  - {name: vlan, command: 'x {{item}}', foreach: ${list}}\n` +
    `  - {name: after, command: 'show {{results.[vlan.2].output}}'}\noutput: '{{#each hosts}}{{tasks.[vlan.2].output}}{{/each}}'`;
  assert.equal(loadText(text('vars.ids')).tasks.length, 3);
  const ofHosts = text('host.vars.ids').replace("'show {{results.[vlan.2].output}}'", 'show clock');
  assert.equal(loadText(ofHosts).tasks.length, 2);
});

const MISTAKES: [title: string, task: string, message: string][] = [
  ['a list over results', '{name: a, command: x, foreach: results.b.output}', '4:35: tasks[0].foreach: the items are decided before anything is sent, so they cannot depend on results'],
  ['a map', '{name: a, command: x, foreach: vars.map}', '4:35: tasks[0].foreach: expected a list, got a map'],
  ['a text', "{name: a, command: x, foreach: '\"b\"'}", '4:36: tasks[0].foreach: expected a list, but this is a text'],
  ['an unknown variable', '{name: a, command: x, foreach: vars.isd}', '4:40: tasks[0].foreach: "vars" has no "isd"'],
  ['a number', '{name: a, command: x, foreach: 7}', '4:35: tasks[0].foreach: expected a list, or a CEL expression for one such as vars.prefixes, got 7'],
  ['no item', '{name: a, command: x, foreach: []}', '4:35: tasks[0].foreach: expected a list of one item or more, got an empty list'],
  ['a time', "{name: a, command: x, foreach: '[timestamp(\"2020-01-01T00:00:00Z\")]'}", '4:36: tasks[0].foreach: expected a list, got one with something else in it than text, numbers, true and false, lists and maps'],
  ['an item without foreach, in a command', "{name: a, command: 'x {{item}}'}", '4:28: tasks[0].command: unknown name "item"'],
  ['an item without foreach, in a condition', '{name: a, command: x, when: item == 1}', '4:32: tasks[0].when: unknown name "item"; known here: host, vars, results'],
  ['too many items', `{name: a, command: x, foreach: [${Array.from({ length: 1001 }, () => 1)}]}`, '4:35: tasks[0].foreach: expected at most 1,000 items, got 1,001'],
]; // biome-ignore format: a table

for (const [title, task, message] of MISTAKES) {
  test(`foreach, wrong: ${title}`, () => {
    const text = `name: t\nvars: {ids: [10, 20], map: {a: 1}}\ntasks:\n - ${task}\n`;
    const said = messageOf(() => loadText(text));
    assert.equal(said.split('\n')[0], `t.yaml:${message}`);
    assert.equal(said.match(/^t\.yaml:/gm)?.length, 1, said);
  });
}

test('a name that foreach will give is taken', () => {
  assert.match(
    messageOf(() =>
      compile("  - {name: vlan, command: 'x {{item}}', foreach: host.vars.ids}\n  - {name: vlan.2, command: x}\n", {
        R1: [1],
      }),
    ),
    /^t\.yaml:6:12: tasks\[1\]\.name: there is another task "vlan\.2", in line 5: names are unique\n/,
  );
});

test('how many results come of a list of hosts differs, so that none can be named in a command', () => {
  for (const name of ['vlan', '[vlan.1]', '[vlan.2.1]']) {
    const message = messageOf(() =>
      compile(
        `  - {name: vlan, command: 'x {{item}}', foreach: host.vars.ids}\n  - {name: a, command: 'x', when: '${`results.${name}`.replace(/\.\[(.*)\]/, '["$1"]')}.complete'}\n`,
        { R1: [1] },
      ),
    );
    assert.match(message, /how many results "vlan" has depends on the host, so that none of them can be named here\n/);
  }
});

test('a host without the list, and one with something else, are told with their place', () => {
  const task = "  - {name: vlan, command: 'x {{item}}', foreach: host.vars.ids}\n";
  assert.equal(
    messageOf(() => compile(task, { R1: [1], R2: undefined })),
    't.yaml:5:60: foreach: on R2: "host.vars" has no "ids"\n' +
      "  5 |   - {name: vlan, command: 'x {{item}}', foreach: host.vars.ids}\n" +
      '    |                                                            ^^^\n' +
      '  write has(host.vars.ids) ? host.vars.ids : [] where a host may have none',
  );
  assert.match(
    messageOf(() => compile(task, { R1: 'ten' as unknown as unknown[] })),
    /^t\.yaml:5:50: foreach: on R1: expected a list, got a text\n/,
  );
  assert.match(
    messageOf(() => compile(task, { R1: Array.from({ length: 1001 }, (_, id) => id) })),
    /^t\.yaml:5:50: foreach: on R1: expected at most 1,000 items, got 1,001\n/,
  );
});
