import type { Diagnostic } from '../error/diagnostic.js';
import { DocumentError, UsageError } from '../error/flow-error.js';
import { type Mask, maskTexts, maskVariables } from '../error/mask.js';
import { orderDiagnostics } from '../error/order-diagnostics.js';
import { chooseHosts } from '../inventory/choose-hosts.js';
import { describeInventory } from '../inventory/describe-inventory.js';
import { type Host, viewHost } from '../inventory/host.js';
import { readInventories } from '../inventory/load.js';
import { writtenSecretsOf } from '../inventory/secrets-of.js';
import { warnOfPlainSecrets } from '../inventory/warn-of-plain-secrets.js';
import { findMisspeltPlatforms, findUnknownPlatforms } from '../workflow/find-platforms.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { writeDiagnostics } from './explain-error.js';
import { HOST_KEYS_FLAG } from './reach-flags.js';
import { PLATFORMS_FLAG, platformDirsFrom } from './shared-flags.js';

/** `flow inventory`: what was understood of inventories, never a secret. */
export const inventory: Command = {
  about:
    "flow's own notation, Netmiko's dicts, Nornir's folder, Ansible's YAML and INI, and CSV are told apart by their shape.\nPasswords are not shown; the table says how each host gets its own.",
  operands: [{ form: '<path...>', text: 'files or folders; several are put together' }],
  flags: [
    {
      subject: 'Which hosts',
      flags: [{ form: '-l, --limit <hosts>', text: 'names, patterns, groups: r[1-20], edge*, @core, &@hq, !@maint' }],
    },
    {
      subject: 'Platforms',
      flags: [
        { form: '--detect', text: 'logs in to hosts without a platform, or with `platform: auto`, and finds it out' },
        { form: '--write', text: 'with --detect: puts what was found into the files; comments and order stay' },
        HOST_KEYS_FLAG,
        PLATFORMS_FLAG,
      ],
    },
    {
      subject: 'What is printed',
      flags: [{ form: '--format <format>', text: 'text (the default) or json', choices: ['text', 'json'] }],
    },
  ],
  examples: [
    { line: 'flow inventory devices.yaml', text: 'every host with its address, platform, user and groups' },
    {
      line: 'flow inventory devices.yaml --detect --write',
      text: 'asks the devices what they are, and writes it down',
    },
  ],
  async run(call) {
    const { flags, operands, terminal } = call;
    const { inventory: found, mistakes } = readInventories(operands);
    terminal.hide(writtenSecretsOf(found.hosts));
    const platformDirs = platformDirsFrom(call, found);
    refuse(mistakes.length > 0 ? [...mistakes, ...findMisspeltPlatforms(found, platformDirs)] : []);
    const isDetecting = flags.has('detect');
    if (flags.has('write') && !isDetecting) throw new UsageError('--write goes with --detect');
    const isToBeFound = ({ platform }: Host) => isDetecting && platform === '';
    const asked = found.hosts.filter((host) => !isToBeFound(host));
    refuse(findUnknownPlatforms({ hosts: asked, inventory: found }, platformDirs));
    const limit = flags.text('limit');
    const hosts = chooseHosts(found, { limit });
    writeDiagnostics(terminal.err, [...(found.warnings ?? []), ...(await warnOfPlainSecrets(found))]);
    if (isDetecting) return (await import('./detect-platforms.js')).detectPlatforms(call, found, hosts);
    terminal.out.write(
      flags.text('format') === 'json' ? writeJson(hosts, terminal.mask) : describeInventory(found, hosts),
    );
    return EXIT.ok;
  },
};

/** The hosts as templates see them, and their ports: no credentials, and no variable that is named like one. */
function writeJson(hosts: readonly Host[], mask: Mask): string {
  return `${JSON.stringify(
    hosts.map((host) => {
      const { vars, ...view } = viewHost(host);
      return { ...maskTexts(view, mask), vars: maskVariables(vars, mask), port: host.port };
    }),
    null,
    2,
  )}\n`;
}

function refuse(mistakes: readonly Diagnostic[]): void {
  if (mistakes.length > 0) throw new DocumentError(orderDiagnostics(mistakes));
}
