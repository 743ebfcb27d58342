import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ANSWER_SIGNS, IDENT_SIGNS, PROBES, PROMPT_SIGNS } from '../../src/device/detect-table.js';
import { loadPlatform } from '../../src/device/load-platform.js';
import { AUTO } from '../../src/device/platform.js';
import { isReadCommand } from '../../src/device/read-command.js';
import { runHost } from '../../src/device/run-host.js';
import { modeOf, speechOf } from '../../src/device/speech.js';
import type { Host } from '../../src/inventory/host.js';
import { FAMILIES, factsOf } from '../../src/lab/generic/family-facts.js';
import { Lab } from '../../src/lab/lab.js';
import type { HostEvent } from '../../src/task/event.js';
import { makeCommand, makeJob } from '../support/make-job.js';

/** Platforms that the lab tells apart, each by what its kind says of itself. */
const FOUND = [
  'alcatel_aos',
  'allied_telesis_awplus',
  'apresia_aeos',
  'arista_eos',
  'aruba_aoscx',
  'aruba_os',
  'ciena_saos',
  'cisco_asa',
  'cisco_ftd',
  'cisco_ios',
  'cisco_nxos',
  'cisco_viptela',
  'cisco_wlc',
  'cisco_xr',
  'dell_force10',
  'dell_os10',
  'dlink_ds',
  'enterasys',
  'ericsson_ipos',
  'extreme_exos',
  'extreme_netiron',
  'extreme_slx',
  'f5_tmsh',
  'fortinet',
  'frr',
  'hp_comware',
  'hp_procurve',
  'huawei',
  'huawei_smartax',
  'huawei_vrpv8',
  'juniper_junos',
  'linux',
  'mellanox_mlnxos',
  'mikrotik_routeros',
  'nec_ix',
  'netapp_cdot',
  'netgear_prosafe',
  'nokia_sros',
  'paloalto_panos',
  'pluribus',
  'supermicro_smis',
  'ubiquiti_edge',
  'vertiv_mph',
  'vyos',
  'yamaha',
];

test('platform: auto finds out what a device is, and the task runs on that platform', async (t) => {
  const lab = await Lab.start({ hosts: FOUND.map((name) => ({ name, platform: name })), spread: 'addresses' });
  t.after(() => lab.stop());
  const runs = lab.hosts().map((host) => [host.name, run({ ...host, platform: AUTO })] as const);
  for (const [name, running] of runs) {
    await t.test(name, async () => {
      const { outcome, events } = await running;
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.equal(outcome.kind === 'done' && outcome.login?.platform, name);
      const result = events.find((event) => event.type === 'settled');
      assert.equal(result?.type === 'settled' && result.result.host.platform, name, 'the result names it');
      const setup = loadPlatform(name).setup.filter(({ mode, prompt }) => !mode && !prompt);
      for (const { send } of setup) assert.ok(lab.commandsOf(name).includes(send), send);
    });
  }
});

test('what is typed to find out only reads, and is two commands at most', async (t) => {
  const lab = await Lab.start({ hosts: [{ name: 'R1', platform: 'mrv_lx' }] });
  t.after(() => lab.stop());
  const { outcome } = await run({ ...(lab.hosts()[0] as Host), platform: AUTO });
  assert.equal(outcome.kind === 'failed' && outcome.error.code, 'prompt');
  assert.match(
    outcome.kind === 'failed' ? outcome.error.message : '',
    /^the platform could not be found out: nothing is known of a prompt such as "R1:0 >"$/,
  );
  assert.deepEqual(lab.commandsOf('R1'), ['show version', 'show system']);
  const commands = new Set(PROBES.flatMap(([, ...texts]) => texts));
  const readers = ['cisco_ios', 'huawei', 'fortinet', 'juniper_screenos', 'linux', 'brocade_fos'].map((name) =>
    loadPlatform(name),
  );
  for (const command of commands)
    assert.ok(
      readers.some((platform) => isReadCommand(platform, command)),
      command,
    );
});

test('a wrong password in a shell ends the search as a wrong password', async (t) => {
  const lab = await Lab.start({ hosts: [{ name: 'R1', platform: 'cisco_s300' }] });
  t.after(() => lab.stop());
  const { outcome } = await run({ ...(lab.hosts()[0] as Host), platform: AUTO, password: 'wrong' });
  assert.equal(outcome.kind === 'failed' && outcome.error.code, 'auth', JSON.stringify(outcome));
});

test('every platform of the table exists, and no first prompt of any platform is missed', () => {
  for (const [, name] of [...PROMPT_SIGNS, ...IDENT_SIGNS, ...ANSWER_SIGNS])
    assert.equal(loadPlatform(name).name, name);
  const speech = speechOf(loadPlatform(AUTO));
  const isSeen = (prompt: string) => modeOf(speech, prompt.replace(/\{\w+\}/g, 'r1')) !== undefined;
  const unseen = FAMILIES.filter((name) => {
    const { exec, privileged } = factsOf(name);
    return [exec, privileged].some((prompt) => prompt !== undefined && !isSeen(prompt));
  });
  // They end in `OK`, `:` and `*`, like much else: their platform has to be named.
  assert.deepEqual(unseen, ['accedian', 'cisco_tp', 'teldat_cit']);
});

test('questions and frames are not taken for prompts', () => {
  const speech = speechOf(loadPlatform(AUTO));
  const others = [
    'Password:',
    'Do you want to go on? [Y/N]:',
    '##########',
    '# MOTD ##',
    '*** WARNING ***',
    'Press any key',
    'login:',
  ];
  for (const line of others) assert.equal(modeOf(speech, line), undefined, line);
});

async function run(host: Host) {
  const events: HostEvent[] = [];
  const job = makeJob([makeCommand('bad', 'frobnicate')], {
    host,
    mode: 'change',
    enable: false,
    timeouts: { connectMs: 20_000, authMs: 20_000, promptMs: 20_000, commandMs: 20_000 },
  });
  const outcome = await runHost(job, (event) => events.push(event), new AbortController().signal);
  return { outcome, events };
}
