import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Host } from '../../../src/inventory/host.js';
import { makeFolder, startLab } from '../../support/lab.js';
import { logIn } from '../client.js';
import { makeDevice, sitDown } from '../screen.js';

test('a device that wants a carriage return shows a line feed and does nothing', () => {
  const desk = sitDown({ platform: 'aruba_aoscx' });
  desk.type('\r'); // any key
  desk.take();
  desk.type('enable\n');
  assert.ok(!desk.take().includes('Password'));
  desk.type('\r');
  assert.match(desk.take(), /Password: $/);
});

test('a device that paints twice shows prompt and line again before the answer', () => {
  const desk = sitDown({ platform: 'mikrotik_routeros' });
  desk.take();
  desk.type('n\r');
  desk.take();
  desk.type('/log bad\r\n');
  assert.match(desk.take(), /^\/log bad\r\n\[lab@R1\] > \/log bad\r\nbad command name/);
});

test('the number in a prompt counts commands, and the star tells of unsaved changes', () => {
  const desk = sitDown({ platform: 'extreme_exos' });
  assert.match(desk.take(), /R1\.1 # $/);
  desk.type('show version\n');
  assert.match(desk.take(), /\r\nR1\.2 # $/);
  desk.type('ntp server 192.0.2.1\n');
  assert.match(desk.take(), /\r\n\* R1\.3 # $/);
});

test('lines that wait for a commit become the configuration by it, and a new name is in the prompt then', () => {
  const desk = sitDown({ platform: 'juniper_junos' });
  desk.type('configure exclusive\nset system host-name MX\n');
  assert.match(desk.take(), /\[edit\]\r\nlab@R1# $/);
  desk.type('commit\n');
  assert.match(desk.take(), /commit complete\r\n\r\n\{master:0\}\[edit\]\r\nlab@MX# $/);
});

test('leaving with changes that wait is asked about, and they are dropped', () => {
  const device = makeDevice('cisco_xr');
  const desk = sitDown({ device });
  desk.type('configure terminal\nhostname OTHER\nend\n');
  assert.match(desk.take(), /commit them before exiting.*\[cancel\]: $/);
  desk.type('no\n');
  assert.match(desk.take(), /CPU0:R1#$/);
});

test('a shell that asks for user and password refuses wrong ones, and hangs up after three', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_s300: 1 } });
  const login = await logIn(lab.hosts()[0] as Host, { password: 'anything' });
  for (const _ of [1, 2, 3]) {
    await login.waitFor('User Name: ');
    await login.ask('lab', 'Password: ');
    login.send('wrong\n');
  }
  await login.closed;
  assert.equal(lab.refusedLogins, 3);
});

test('a platform of one’s own is simulated from its definition alone', async (t) => {
  const folder = makeFolder(t);
  const prompts = "prompts: {exec: '^box>$', config: '^box%$'}";
  const lines = ['name: box_os', 'title: Box', prompts, 'config: {enter: edit, leave: done}', "read: ['look']"];
  writeFileSync(join(folder, 'box_os.yaml'), `${lines.join('\n')}\n`);
  const lab = await startLab(t, { hosts: { box_os: 1 }, platformDirs: [folder] });
  const login = await logIn(lab.hosts()[0] as Host);
  await login.waitFor('box>');
  assert.match(await login.ask('edit', 'box%'), /^edit\r\nbox%$/);
  assert.match(await login.ask('done', 'box>'), /^done\r\nbox>$/);
  login.end();
});

test('sudo asks for the secret and leads to a shell as root', () => {
  const desk = sitDown({ platform: 'linux' });
  desk.type('sudo -s\nlab\n');
  assert.match(desk.take(), /\[sudo\] password for lab: \r\nroot@R1:~# $/);
  desk.type('exit\n');
  assert.match(desk.take(), /lab@R1:~\$ $/);
});
