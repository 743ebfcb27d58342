import { loadPlatform } from '../device/load-platform.js';
import { makeMask } from '../error/mask.js';
import { privateSecrets } from '../inventory/private-secrets.js';
import { secretsIn } from '../inventory/secrets-of.js';
import type { Command } from './command.js';
import { drawPlan } from './draw-plan.js';
import { EXIT } from './exit-code.js';
import { writeDiagnostics } from './explain-error.js';
import { planOf, readPlaybookOf } from './read-plan.js';
import { HOST_FLAGS, PLATFORMS_FLAG, VAR_FLAG } from './shared-flags.js';

/** `flow plan`: what would be sent where, in which order. No packet leaves, no secret is looked up. */
export const plan: Command = {
  about: 'Commands are shown as each host would be sent them. Hosts that are sent the same stand together.',
  operands: [{ form: '<playbook>', text: 'a YAML file' }],
  flags: [
    { subject: HOST_FLAGS.subject, flags: HOST_FLAGS.flags.filter((flag) => flag.form !== '--lab') },
    { subject: 'How', flags: [VAR_FLAG, PLATFORMS_FLAG] },
  ],
  examples: [
    { line: 'flow plan playbooks/push-ntp.yaml', text: 'look before you leap: the lines that would be configured' },
    { line: 'flow plan push-ntp.yaml --var ntp=192.0.2.7 --limit R1', text: 'with another value, on fewer hosts' },
  ],
  async run(call) {
    const playbook = readPlaybookOf(call.operands[0] ?? '', call);
    const { hosts, graph, warnings, details } = planOf(playbook, call, {});
    writeDiagnostics(call.terminal.err, warnings);
    const platformOf = (name: string) => loadPlatform(name, details.platformDirs);
    const items = graph.tasks.map(({ item }) => item);
    const secrets = [...privateSecrets(hosts), ...secretsIn({ ...playbook.vars, items })];
    const mask = makeMask(secrets);
    call.terminal.out.write(drawPlan(playbook, { graph, hosts, platformOf, mask }));
    return EXIT.ok;
  },
};
