import { IGNORED_IN_HOME } from '../../journal/journal-home.js';
import { readSchema } from '../schema.js';

/** The services whose continuous integration `flow init` can set up. */
export const CI_SERVICES = ['github', 'gitlab', 'none'] as const;
export type CiService = (typeof CI_SERVICES)[number];

/** What a new project is made of. */
export interface Project {
  /** `Branch offices`: one line, without letters that mean something to YAML. */
  name: string;
  /** Addresses or names of devices; none for three simulated ones. */
  devices: string[];
  platform: string;
  /** Who logs in to the devices. */
  username: string;
  ci: CiService;
  /** What the first playbook asks: a command that tells what the device is. */
  command: string;
  /** Of flow: the one that the CI service installs. */
  version: string;
}

/** A file of the new project. */
export interface ProjectFile {
  /** Below the project's folder, with slashes. */
  path: string;
  text: string;
  /** What it is: a phrase without a full stop. */
  purpose: string;
}

/** Copies of the published schemas, so that any editor finds them, without a network and wherever flow is installed. */
const SCHEMA_FOLDER = '.flow-schemas';

/** Keeps the history of runs out of git, and the host keys that were pinned in it. */
export const IGNORED_LINES: readonly string[] = ['.flow/runs/', '.flow/locks/'];

/** Every file of a new project but its `.gitignore`, in the order in which a newcomer looks at them. */
export function filesOf(project: Project): ProjectFile[] {
  return [
    { path: 'playbooks/versions.yaml', text: playbookText(project), purpose: 'asks each device what it runs' },
    {
      path: 'devices.yaml',
      text: project.devices.length > 0 ? devicesText(project) : labText(project),
      purpose: project.devices.length > 0 ? 'your devices' : 'three simulated devices, to be replaced by your own',
    },
    ...editorFiles(),
    ...ciFiles(project),
    {
      path: '.flow/.gitignore',
      text: IGNORED_IN_HOME,
      purpose: 'marks the project: what flow keeps of it is beside this file',
    },
  ];
}

function playbookText({ name, command }: Project): string {
  return `# yaml-language-server: $schema=../${SCHEMA_FOLDER}/playbook.schema.json
#
# What does each device run?
#
#   flow run playbooks/versions.yaml                  the report, on the screen
#   flow run playbooks/versions.yaml > versions.md    the report, in a file worth committing
#   flow plan playbooks/versions.yaml                 what would be sent where; sends nothing

name: ${quoted(`${name}: versions`)}
inventory: ../devices.yaml
concurrency: 20             # devices at a time

command: ${command}

output: |
  # {{playbook.name}}

  | Device | Platform | What it says |
  |---|---|---|
  {{#each results}}
  | {{host.name}} | {{host.platform}} | {{#if error}}{{error.code}}: {{error.message}}{{else}}{{line output}}{{/if}} |
  {{/each}}
`;
}

function labText({ platform, username }: Project): string {
  return `# yaml-language-server: $schema=${SCHEMA_FOLDER}/inventory.schema.json
#
# Three simulated devices behind real SSH, on this machine only. For your own, write instead:
#
#   defaults:
#     platform: ${platform}
#     username: ${quoted(username)}
#     password: \${prompt:Password of ${username}}
#   hosts:
#     core1: { address: 192.0.2.11 }

lab: { ${platform}: 3 }
`;
}

function devicesText({ devices, platform, username }: Project): string {
  return `# yaml-language-server: $schema=${SCHEMA_FOLDER}/inventory.schema.json
#
# A password can be asked for, or come from the environment (\${env:NAME}), a file (\${file:path}) or a command (\${exec:pass show x}).
#
#   flow inventory devices.yaml              what flow understands of this file
#   flow check --inventory devices.yaml      log in to each device, and leave

defaults:
  platform: ${platform}
  username: ${quoted(username)}
  password: ${quoted(`\${prompt:Password of ${username}}`)}

hosts:
${devices.map((device) => `  ${quoted(device)}: {}\n`).join('')}`;
}

function editorFiles(): ProjectFile[] {
  const settings = {
    'yaml.schemas': {
      [`./${SCHEMA_FOLDER}/playbook.schema.json`]: ['playbooks/*.yaml'],
      [`./${SCHEMA_FOLDER}/inventory.schema.json`]: ['devices.yaml'],
    },
  };
  const extensions = { recommendations: ['redhat.vscode-yaml'] };
  return [
    {
      path: `${SCHEMA_FOLDER}/playbook.schema.json`,
      text: readSchema('playbook'),
      purpose: 'what your editor completes and explains in playbooks',
    },
    { path: `${SCHEMA_FOLDER}/inventory.schema.json`, text: readSchema('inventory'), purpose: 'the same for devices' },
    {
      path: '.vscode/settings.json',
      text: json(settings),
      purpose: 'tells VS Code; others read the first line of a file',
    },
    {
      path: '.vscode/extensions.json',
      text: json(extensions),
      purpose: 'the YAML extension that VS Code needs for it',
    },
  ];
}

function ciFiles({ ci, version, devices }: Project): ProjectFile[] {
  const steps = [
    `npm install --global flow-playbook@${version}`,
    'flow validate playbooks/*.yaml',
    // Without recordings nothing stands in for devices of one's own.
    ...(devices.length === 0 ? ['flow test playbooks'] : []),
  ];
  const purpose = 'tries the playbooks with every push';
  switch (ci) {
    case 'github':
      return [{ path: '.github/workflows/flow.yml', text: githubText(steps), purpose }];
    case 'gitlab':
      return [{ path: '.gitlab-ci.yml', text: gitlabText(steps), purpose }];
    case 'none':
      return [];
    default:
      return ci satisfies never;
  }
}

function githubText(steps: readonly string[]): string {
  return `name: flow

on: [push, pull_request]

permissions:
  contents: read

jobs:
  playbooks:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
${steps.map((step) => `      - run: ${step}\n`).join('')}`;
}

function gitlabText(steps: readonly string[]): string {
  return `playbooks:
  image: node:22
  script:
${steps.map((step) => `    - ${step}\n`).join('')}`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A text in YAML: as it is where that is safe, else in double quotes. */
function quoted(text: string): string {
  return /^[a-z][\w-]*$/i.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
