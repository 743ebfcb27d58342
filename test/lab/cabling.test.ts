import assert from 'node:assert/strict';
import test from 'node:test';
import { layCables } from '../../src/lab/cabling.js';
import { listLabHosts } from '../../src/lab/lab-host.js';
import { ciscoIos } from '../../src/lab/personalities/cisco-ios.js';
import { RouterDevice } from '../../src/lab/router/router-device.js';
import type { RouterShell } from '../../src/lab/router/router-shell.js';
import { showCdpNeighbours, showLldpNeighbours } from '../../src/lab/router/show-neighbours.js';

test('each router tells of the same cables as its neighbours do', () => {
  for (const count of [1, 2, 3, 7]) {
    const cables = layCables(listLabHosts({ cisco_ios: count, frr: 1 }));
    const ends = [...cables].flatMap(([host, list]) => list.map((cable) => ({ host, ...cable })));
    assert.equal(ends.length, count < 3 ? (count - 1) * 2 : count * 2);
    for (const { host, localPort, neighbour, port } of ends) {
      assert.ok(
        ends.some(
          (end) => end.host === neighbour && end.localPort === port && end.neighbour === host && end.port === localPort,
        ),
      );
    }
  }
});

function shellOf(name: string, hosts: { name: string }[]): RouterShell {
  const cables = layCables(listLabHosts(hosts)).get(name) ?? [];
  const seed = { name, seed: 1, now: () => 0, secret: undefined, privilege: 15, motd: undefined, cables } as const;
  const device = ciscoIos.makeDevice(seed);
  assert.ok(device instanceof RouterDevice);
  return { device } as RouterShell;
}

test('neighbours are printed as IOS prints them: CDP wraps long names, LLDP cuts them off', () => {
  const hosts = [{ name: 'R1' }, { name: 'distribution-router-17' }, { name: 'R3' }];
  const shell = shellOf('R1', hosts);
  const cdp = showCdpNeighbours(shell).split('\n');
  const start = cdp.indexOf('Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID');
  assert.match(cdp[start + 1] ?? '', /^R3 {15}Gig 0\/0 {11}145 {8}R S I {7}CISCO29\d1 Gig 0\/1$/);
  assert.equal(cdp[start + 2], 'distribution-router-17');
  assert.match(cdp[start + 3] ?? '', /^ {17}Gig 0\/1 {11}145 {8}R S I {7}CISCO29\d1 Gig 0\/0$/);
  assert.match(cdp.join('\n'), /\n\nTotal cdp entries displayed : 2\n$/);
  const lldp = showLldpNeighbours(shell).split('\n');
  const heading = lldp.indexOf('Device ID           Local Intf     Hold-time  Capability      Port ID');
  assert.equal(lldp[heading + 1], 'R3                  Gi0/0          120        R               Gi0/1');
  assert.equal(lldp[heading + 2], 'distribution-router-Gi0/1          120        R               Gi0/0');
  assert.equal(lldp[heading + 4], 'Total entries displayed: 2');
});

test('a router at an end of the line has a switch at its other port', () => {
  assert.match(
    showLldpNeighbours(shellOf('R1', [{ name: 'R1' }, { name: 'R2' }])),
    /\nSW\d+ +Gi0\/0 +120 +B +Gi1\/0\/\d+\nR2 +Gi0\/1 +120 +R +Gi0\/0\n/,
  );
});
