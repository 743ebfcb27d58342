import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listPlatforms, loadPlatform } from '../../src/device/load-platform.js';
import { AUTO, type Platform } from '../../src/device/platform.js';
import { isReadCommand } from '../../src/device/read-command.js';
import { runHost } from '../../src/device/run-host.js';
import type { Host } from '../../src/inventory/host.js';
import { FAMILIES, factsOf } from '../../src/lab/generic/family-facts.js';
import { longOutput } from '../../src/lab/generic/generic-shell.js';
import { Lab } from '../../src/lab/lab.js';
import type { HostEvent } from '../../src/task/event.js';
import type { HostJob, JobOutcome } from '../../src/task/host-job.js';
import type { Result } from '../../src/task/result.js';
import { makeCommand, makeConfig, makeJob } from '../support/make-job.js';

/** What one platform is asked and told. */
interface Course {
  platform: Platform;
  show: string;
  /** Answers with 1,100 lines; absent on the devices written by hand. */
  long: string | undefined;
  lines: string[];
}

/** Written by hand in the lab, so that they know other commands. */
const OWN: Record<string, Partial<Course>> = {
  cisco_ios: { show: 'show version', long: undefined },
  frr: { show: 'show version', long: undefined },
  linux: { show: 'uname -a', long: undefined },
};
const SETS = new Set(['juniper_junos', 'vyos', 'ubiquiti_edgerouter', 'paloalto_panos', 'nokia_srl', 'flexvnf']);
const FAILING = 'frobnicate 1';

const names = listPlatforms()
  .map(({ name }) => name)
  .filter((name) => name !== AUTO);
const courses = names.map((name) => courseOf(loadPlatform(name)));

test('there are facts of every platform but those with a personality of their own', () => {
  const own = Object.keys(OWN);
  assert.deepEqual(
    names.filter((name) => !FAMILIES.includes(name) && !own.includes(name)),
    [],
  );
});

test('every platform: login, privilege, a show command, pages, a rejected command, configuration, save', async (t) => {
  const lab = await Lab.start({ hosts: names.map((name) => ({ name, platform: name })), spread: 'addresses' });
  t.after(() => lab.stop());
  const hosts = new Map(lab.hosts().map((host) => [host.name, host]));
  const runs = new Map(
    courses.map((course) => [course, run(jobOf(course, hosts.get(course.platform.name) as Host))] as const),
  );
  for (const [course, running] of runs) {
    const { platform } = course;
    await t.test(platform.name, async () => {
      const { outcome, results, notices } = await running;
      assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
      assert.deepEqual(notices, [], 'no set-up line is refused');
      const typed = lab.commandsOf(platform.name);
      checkShow(course, results, lab);
      checkPages(course, results, lab);
      assert.equal(results.rejected?.error?.code, 'device', JSON.stringify(results.rejected));
      checkConfig(course, results, typed);
      assert.equal(results.again?.state, 'finished', JSON.stringify(results.again));
      // A minute may pass in between.
      const [show, again] = [results.show, results.again].map((result) => result?.output?.replace(/uptime is .*/, ''));
      assert.equal(again, show, 'the session stands where it stood');
    });
  }
});

test('every platform with a privileged mode tells of a wrong secret', async (t) => {
  const asking = courses.filter(
    ({ platform }) =>
      platform.privilege &&
      platform.name !== 'frr' &&
      !factsOf(platform.name).other.isEnableFree &&
      (factsOf(platform.name).exec !== undefined || OWN[platform.name]),
  );
  const lab = await Lab.start({
    hosts: asking.map(({ platform }) => ({ name: platform.name, platform: platform.name })),
    spread: 'addresses',
  });
  t.after(() => lab.stop());
  const hosts = lab.hosts();
  const runs = asking.map((course, index) =>
    run({ ...jobOf(course, { ...(hosts[index] as Host), secret: 'wr0ng' }), enable: true }),
  );
  for (const [index, { platform }] of asking.entries()) {
    await t.test(platform.name, async () => {
      const { outcome } = await (runs[index] as ReturnType<typeof run>);
      assert.equal(outcome.kind === 'failed' && outcome.error.code, 'auth', JSON.stringify(outcome));
      assert.ok(!lab.commandsOf(platform.name).includes('wr0ng'), 'the secret was never typed at a prompt');
    });
  }
});

function courseOf(platform: Platform): Course {
  const { show, long } = factsOf(platform.name);
  const lines =
    platform.name === 'fortinet'
      ? ['config system ntp', 'set server 192.0.2.1']
      : [SETS.has(platform.name) ? 'set system ntp server 192.0.2.1' : 'ntp server 192.0.2.1'];
  return {
    platform,
    show: isUnix(platform) ? 'uname -a' : show,
    long: isUnix(platform) ? undefined : long,
    lines,
    ...OWN[platform.name],
  };
}

/** The platform sets the prompt itself, as only a Unix shell lets one do. */
function isUnix({ setup }: Platform): boolean {
  return setup.some(({ prompt }) => prompt !== undefined);
}

function jobOf({ platform, show, long, lines }: Course, host: Host): HostJob {
  const hasConfig = platform.config !== undefined;
  const save = platform.save !== undefined;
  const diff = platform.running !== undefined;
  const tasks = [
    makeCommand('show', show),
    ...(long === undefined ? [] : [makeCommand('long', long)]),
    makeCommand('rejected', FAILING),
    ...(hasConfig ? [makeConfig('config', lines, { save, diff }), makeConfig('refused', [FAILING], { diff })] : []),
    makeCommand('again', show),
  ];
  return makeJob(tasks, {
    host,
    mode: 'change',
    enable: platform.privilege ? true : 'auto',
    timeouts: { connectMs: 20_000, authMs: 20_000, promptMs: 20_000, commandMs: 20_000 },
  });
}

async function run(job: HostJob): Promise<{ outcome: JobOutcome; results: Record<string, Result>; notices: string[] }> {
  const events: HostEvent[] = [];
  const outcome = await runHost(job, (event) => events.push(event), new AbortController().signal);
  const results: Record<string, Result> = {};
  for (const event of events) if (event.type === 'settled') results[event.task] = event.result;
  return { outcome, results, notices: events.flatMap((event) => (event.type === 'notice' ? [event.message] : [])) };
}

function checkShow({ platform, show }: Course, results: Record<string, Result>, lab: Lab): void {
  assert.equal(results.show?.state, 'finished', JSON.stringify(results.show));
  assert.ok(isReadCommand(platform, show), `"${show}" is a read command`);
  assert.ok(!isReadCommand(platform, FAILING));
  if (!OWN[platform.name] && !isUnix(platform)) {
    const { version = platform.title } = factsOf(platform.name);
    const said = version.replaceAll('{host}', platform.name);
    assert.equal(results.show.output, `${said}\nSimulated by flow lab.`);
  }
  assert.equal(lab.commandsOf(platform.name).filter((text) => text === show).length, 2);
}

/** Paging is off, or the marker is answered: either way every line is there, once. */
function checkPages({ platform, long }: Course, results: Record<string, Result>, lab: Lab): void {
  if (long === undefined) return;
  assert.equal(
    results.long?.state,
    'finished',
    JSON.stringify({ ...results.long, output: results.long?.output?.slice(-300) }),
  );
  assert.equal(`${results.long.output}\n`, longOutput(platform.name));
  const isOff = platform.setup.some(
    ({ send }) => lab.commandsOf(platform.name).includes(send) && lab.pagesOf(platform.name) === 0,
  );
  assert.ok(isOff || lab.pagesOf(platform.name) > 0);
}

function checkConfig({ platform, lines }: Course, results: Record<string, Result>, typed: readonly string[]): void {
  const { config, save } = platform;
  if (!config) return;
  assert.equal(results.config?.state, 'finished', JSON.stringify(results.config));
  const at = (text: string) => typed.indexOf(text);
  for (const line of lines) assert.ok(at(line) >= 0, line);
  if (config.enter !== '') assert.ok(at(config.enter) < at(lines[0] as string));
  if (config.commit) assert.ok(at(config.commit) > at(lines[0] as string), 'committed');
  if (save) assert.ok(at(save.command) > at(lines[0] as string), 'saved');
  if (platform.running) assert.match(results.config.diff ?? '', /^\+.*192\.0\.2\.1|^\+hostname R1/m);
  assert.equal(results.refused?.error?.code, 'device', JSON.stringify(results.refused));
  assert.match(results.refused?.error?.message ?? '', /frobnicate/);
}
