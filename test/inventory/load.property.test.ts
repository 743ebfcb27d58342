import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Document } from '../../src/document/document.js';
import type { Host } from '../../src/inventory/host.js';
import { inventoryFrom, loadInventory } from '../../src/inventory/load.js';
import { writeFolder } from './written.js';

interface Device {
  name: string;
  address: string;
  port: number;
  username: string;
  password: string;
  group: string;
  rack: number;
}

const devices = fc.uniqueArray(
  fc.record<Device>({
    name: fc.stringMatching(/^[a-z][a-z0-9]{0,7}$/),
    address: fc.ipV4(),
    port: fc.integer({ min: 1, max: 65535 }),
    username: fc.stringMatching(/^[a-z]{1,8}$/),
    // Anything an engineer may have in a password, but for what a notation itself cannot hold.
    password: fc.stringMatching(/^[A-Za-z0-9!@%^*()_+;:<>.?/~|\- ]{1,12}$/).filter((text) => text.trim() === text),
    group: fc.constantFrom('core', 'edge', 'dc'),
    rack: fc.integer({ min: 0, max: 99 }),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 8 },
);

/** The same fleet in each notation; JSON is YAML as well. */
const NOTATIONS: Record<string, (fleet: Device[]) => Record<string, string>> = {
  flow: (fleet) => ({
    i: JSON.stringify({
      hosts: fleet.map(({ group, rack, ...host }) => ({
        ...host,
        platform: 'cisco_ios',
        groups: [group],
        vars: { rack },
      })),
    }),
  }),
  netmiko: (fleet) => ({
    i: JSON.stringify(
      fleet.map(({ group, rack, address, ...host }) => ({
        ...host,
        ip: address,
        device_type: 'cisco_ios',
        groups: [group],
        vars: { rack },
      })),
    ),
  }),
  nornir: (fleet) => ({
    'hosts.yaml': JSON.stringify(
      Object.fromEntries(
        fleet.map(({ name, address, group, rack, ...host }) => [
          name,
          { ...host, hostname: address, groups: [group], data: { rack } },
        ]),
      ),
    ),
    'groups.yaml': '{core: {}, edge: {}, dc: {}}',
    'defaults.yaml': 'platform: cisco_ios',
  }),
  ansibleYaml: (fleet) => ({
    i: JSON.stringify({
      all: {
        hosts: Object.fromEntries(
          fleet.map((d) => [
            d.name,
            {
              ansible_host: d.address,
              ansible_port: d.port,
              ansible_user: d.username,
              ansible_password: d.password,
              rack: d.rack,
            },
          ]),
        ),
        vars: { ansible_network_os: 'cisco.ios.ios' },
        children: Object.fromEntries(
          ['core', 'edge', 'dc'].map((group) => [
            group,
            { hosts: Object.fromEntries(fleet.filter((d) => d.group === group).map(({ name }) => [name, null])) },
          ]),
        ),
      },
    }),
  }),
  ansibleIni: (fleet) => ({
    i: `${fleet.map((d) => `${d.name}:${d.port} ansible_host=${d.address} ansible_user=${d.username} ansible_password='${d.password}' rack=${d.rack}\n[${d.group}]\n${d.name}\n[ungrouped]`).join('\n')}\n[all:vars]\nansible_network_os=ios\n`,
  }),
  csv: (fleet) => ({
    i: `name,address,port,platform,username,password,groups,rack\n${fleet.map((d) => [d.name, d.address, d.port, 'cisco_ios', d.username, `"${d.password}"`, d.group, d.rack].join(',')).join('\n')}\n`,
  }),
};

test('any fleet is the same in every notation', (t) => {
  fc.assert(
    fc.property(devices, (fleet) => {
      const expected = fleet.map(({ name, address, port, username, password, group, rack }) => ({
        ...{ name, address, port, platform: 'cisco_ios', username, password },
        ...{ groups: [group], vars: { rack }, jump: [], ssh: {} },
      }));
      for (const [notation, write] of Object.entries(NOTATIONS)) {
        const files = write(fleet);
        const folder = writeFolder(t, files);
        const { hosts } = loadInventory([files.i === undefined ? folder : join(folder, 'i')]);
        assert.deepEqual(
          hosts.map(({ position: _, ...host }: Host) => host),
          expected,
          notation,
        );
      }
    }),
    { numRuns: 60, seed: 7 },
  );
});

test('10,000 hosts are loaded in linear time: ten times the hosts, ten times the work', () => {
  const count = (size: number) => {
    const hosts: Record<string, unknown> = {};
    for (let index = 0; index < size; index++)
      hosts[`r${index}`] = {
        address: `10.0.${index >> 8}.${index & 255}`,
        groups: [`g${index % 20}`],
        vars: { index },
      };
    const groups = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [
        `g${index}`,
        { groups: index > 0 ? [`g${index - 1}`] : [], username: 'u' },
      ]),
    );
    let steps = 0;
    const position = { file: 'i', line: 1, column: 1, length: 1 };
    const tick = () => {
      steps++;
      return position;
    };
    const document: Document = {
      file: 'i',
      source: '',
      value: counted({ hosts, groups, defaults: { platform: 'linux' } }, () => steps++),
      position: tick,
      positionWithin: tick,
      diagnose: () => assert.fail('nothing is wrong'),
      diagnoseAt: () => assert.fail('nothing is wrong'),
    };
    assert.equal(inventoryFrom(document, '').hosts.length, size);
    return steps;
  };
  const [few, many] = [count(1000), count(10_000)];
  assert.ok(many / few < 10.5, `${few} steps for 1,000 hosts, ${many} for 10,000`);
});

/** A value that tells each time it is looked into. */
function counted<Value>(value: Value, tick: () => void): Value {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key, receiver) => {
      tick();
      return counted(Reflect.get(target, key, receiver), tick);
    },
    ownKeys: (target) => {
      const keys = Reflect.ownKeys(target);
      for (const _ of keys) tick();
      return keys;
    },
  });
}
