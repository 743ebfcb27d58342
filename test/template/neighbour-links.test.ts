import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mermaidDiagram } from '../../src/template/mermaid.js';
import { joinNeighbours, shortPort } from '../../src/template/neighbour-links.js';

/** A result with a table of `show lldp neighbors`: neighbour, port here, port there. */
function tableOf(name: string, ...rows: [neighbor: string, local: string, remote: string][]): unknown {
  const parsed = rows.map(([neighbor_name, local_interface, neighbor_interface]) => {
    return { neighbor_name, local_interface, neighbor_interface };
  });
  return { host: { name }, parsed };
}

const ends = (rows: unknown[]) =>
  joinNeighbours(rows).map(({ from, to, is_mutual }) => {
    return `${from.host} ${from.port} ${is_mutual ? '=' : '-'} ${to.host}${to.is_known ? '' : '?'} ${to.port}`;
  });

test('what two hosts say of each other is one link, however they write names and interfaces', () => {
  assert.deepEqual(
    ends([
      tableOf('core1', ['EDGE1.example.net', 'Gig 0/1', 'Gig 0/0']),
      tableOf('edge1', ['core1', 'GigabitEthernet0/0', 'Gi0/1']),
    ]),
    ['core1 Gi0/1 = edge1 Gi0/0'],
  );
});

test('two cables between the same hosts are two links', () => {
  assert.deepEqual(
    ends([
      tableOf('A', ['B', 'Et1', 'Et1'], ['B', 'Et2', 'Et2']),
      tableOf('B', ['A', 'Et1', 'Et1'], ['A', 'Et2', 'Et2']),
    ]),
    ['A Et1 = B Et1', 'A Et2 = B Et2'],
  );
});

test('a link that one side alone tells of, and a neighbour that was not asked, are told as that', () => {
  assert.deepEqual(ends([tableOf('A', ['B', 'Et1', 'Et1'], ['SW7', 'Et2', 'Port 6']), tableOf('B')]), [
    'A Et1 - B Et1',
    'A Et2 - SW7? Port 6',
  ]);
});

test('a name that a table has cut off is the host that it fits, where there is one alone', () => {
  const long = 'distribution-switch-17';
  const cut = long.slice(0, 20);
  assert.deepEqual(ends([tableOf('A', [cut, 'Et1', 'Et2']), tableOf(long)]), [`A Et1 - ${long} Et2`]);
  assert.deepEqual(ends([tableOf('A', [cut, 'Et1', 'Et2']), tableOf(long), tableOf('distribution-switch-18')]), [
    `A Et1 - ${cut}? Et2`,
  ]);
});

test('hosts without a table are left out, and a table of something else is a mistake', () => {
  assert.deepEqual(ends([{ host: { name: 'A' }, parsed: null }, null]), []);
  assert.throws(
    () => joinNeighbours([{ host: { name: 'A' }, parsed: [{ version: '15' }] }]),
    /expected tables with a column neighbor_name/,
  );
});

test('interfaces have a short form', () => {
  const forms = [
    ['GigabitEthernet1/0/1', 'Gi1/0/1'],
    ['Gig 1/0/1', 'Gi1/0/1'],
    ['TenGigabitEthernet1/1.20', 'Te1/1.20'],
    ['Ethernet5', 'Et5'],
    ['port 6', 'port 6'],
    ['c843.09a2.0f03', 'c843.09a2.0f03'],
  ] as const;
  for (const [name, short] of forms) assert.equal(shortPort(name), short);
});

test('a diagram has a box for each host, round for strangers, and dots where only one of two hosts tells of the link', () => {
  const links = joinNeighbours([
    tableOf('A', ['B', 'Et1', 'Et1'], ['SW7', 'Et2', 'Et9']),
    tableOf('B', ['A', 'Et4', 'Et4']),
  ]);
  assert.equal(
    mermaidDiagram(links),
    `\`\`\`mermaid
graph LR
  n0["A"]
  n1["B"]
  n2(["SW7"])
  n0 -.-|"Et1 – Et1"| n1
  n0 ---|"Et2 – Et9"| n2
  n1 -.-|"Et4 – Et4"| n0
\`\`\``,
  );
  assert.match(mermaidDiagram([{ from: 'a', to: 'b', label: 'iBGP' }]), /n0 ---\|"iBGP"\| n1/);
  assert.throws(() => mermaidDiagram(['a']), /expected a list of links/);
});

test('no name that a device sends can end its label, its line or the block', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('"', ']', '`', '\n', '\r', '#', ';', '<', '|', '%', '\u2028', 'a') }),
      (name) => {
        const lines = mermaidDiagram([{ from: 'R1', to: `x${name}`, label: name }]).split(/\r\n?|[\n\u2028]/);
        assert.equal(lines.length, 6);
        assert.match(lines[3] ?? '', /^ {2}n1\["[\p{L}\p{N} ._:/,()–#;-]*"\]$/u);
        assert.match(lines[4] ?? '', /^ {2}n0 ---(\|"[\p{L}\p{N} ._:/,()–#;-]*"\|)? n1$/u);
        assert.equal(lines[5], '```');
      },
    ),
    { seed: 4 },
  );
});
