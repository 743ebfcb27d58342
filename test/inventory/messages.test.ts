import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadInventory } from '../../src/inventory/load.js';
import { messageOf, writeFolder } from './written.js';

interface Case {
  title: string;
  files: Record<string, string>;
  message: string;
}

const CASES: Case[] = [
  {
    title: 'every mistake of a file is told at once, and no password is shown',
    files: {
      'i.yaml': 'hosts:\n  r1: {adress: 10.0.0.1, port: 70000, pasword: hunter2}\n  r2: {user: bob, username: 12}\n',
    },
    message: `i.yaml:2:8: hosts.r1.adress: unknown key
  2 |   r1: {adress: 10.0.0.1, port: 70000, pasword: ****}
    |        ^^^^^^
  did you mean "address"?
i.yaml:2:32: hosts.r1.port: expected a port between 1 and 65535, got 70000
  2 |   r1: {adress: 10.0.0.1, port: 70000, pasword: ****}
    |                                ^^^^^
i.yaml:2:39: hosts.r1.pasword: unknown key
  2 |   r1: {adress: 10.0.0.1, port: 70000, pasword: ****}
    |                                       ^^^^^^^
  did you mean "password"?
i.yaml:3:8: hosts.r2.user: unknown key
  3 |   r2: {user: bob, username: 12}
    |        ^^^^
  did you mean "username"?
i.yaml:3:29: hosts.r2.username: expected text, got 12
  3 |   r2: {user: bob, username: 12}
    |                             ^^
  put it in quotes`,
  },
  {
    title: 'a password that YAML takes for a number loses its zeros: it is refused, unseen',
    files: { 'i.yaml': 'hosts:\n  r1:\n    password: 001234\n' },
    message: `i.yaml:3:15: hosts.r1.password: expected text, got a number
  3 |     password: ****
    |               ^^^^
  put it in quotes`,
  },
  {
    title: 'an unknown group proposes the nearest',
    files: { 'i.yaml': 'hosts:\n  r1: {groups: [coer]}\ngroups: {core: {groups: [hg]}, hq: {}}\n' },
    message: `i.yaml:2:17: hosts.r1.groups[0]: unknown group "coer"
  2 |   r1: {groups: [coer]}
    |                 ^^^^
  did you mean "core"?
i.yaml:3:26: groups.core.groups[0]: unknown group "hg"
  3 | groups: {core: {groups: [hg]}, hq: {}}
    |                          ^^
  did you mean "hq"?`,
  },
  {
    title: 'groups in a circle are told with the whole ring',
    files: {
      'i.yaml': 'hosts: {r1: {groups: [a]}}\ngroups:\n  a: {groups: [b]}\n  b: {groups: [c]}\n  c: {groups: [a]}\n',
    },
    message: `i.yaml:3:16: groups.a.groups[0]: groups go in a circle: a → b → c → a
  3 |   a: {groups: [b]}
    |                ^`,
  },
  {
    title: 'a name used in two files is told with both places',
    files: { 'a.yaml': 'hosts:\n  r1: {}\n', 'b.yaml': 'hosts:\n  r0:\n  r1:\n' },
    message: `b.yaml:3:3: hosts.r1: "r1" is the name of another host already (a.yaml:2:3)
  3 |   r1:
    |   ^^`,
  },
  {
    title: 'two Netmiko dicts for one address and port',
    files: { 'd.yaml': '- {ip: 10.0.0.1}\n- {ip: 10.0.0.1}\n' },
    message: `d.yaml:2:3: [1]: "10.0.0.1" is the name of another host already (d.yaml:1:3)
  2 | - {ip: 10.0.0.1}
    |   ^^^^^^^^^^^^^^`,
  },
  {
    title: 'a jump to nowhere',
    files: { 'i.yaml': 'hosts:\n  bastion: {}\n  r1: {jump: bastoin}\n  r2: {jump: [ops@gate:22, elsewhere]}\n' },
    message: `i.yaml:3:14: hosts.r1.jump: unknown host "bastoin"
  3 |   r1: {jump: bastoin}
    |              ^^^^^^^
  did you mean "bastion"?
i.yaml:4:28: hosts.r2.jump[1]: unknown host "elsewhere"
  4 |   r2: {jump: [ops@gate:22, elsewhere]}
    |                            ^^^^^^^^^
  write user@host:port for a host outside of the inventory`,
  },
  {
    title: 'jumps in a circle',
    files: { 'i.yaml': 'hosts:\n  a: {jump: b}\n  b: {jump: a}\n' },
    message: `i.yaml:2:13: hosts.a.jump: jumps go in a circle: a → b → a
  2 |   a: {jump: b}
    |             ^`,
  },
  {
    title: 'no host at all',
    files: { 'i.yaml': 'hosts: {}\ndefaults: {port: 22}\n' },
    message: `i.yaml:1:1: there is no host in this inventory
  1 | hosts: {}
    | ^^^^^^^^^`,
  },
  {
    title: 'a name with control characters',
    files: { 'i.yaml': 'hosts:\n  "r1\\e[2J": {}\n' },
    message: `i.yaml:2:3: hosts["r1\\u001b[2J"]: expected a name without control characters and outer blanks, got "r1␛[2J"
  2 |   "r1\\e[2J": {}
    |   ^^^^^^^^^`,
  },
  {
    title: 'a reference of an unknown kind is no password',
    files: { 'i.yaml': 'hosts:\n  r1: {username: "${evn:USER}", address: "${env:}", key: "${file:k"}\n' },
    message: `i.yaml:2:18: hosts.r1.username: expected \${env:NAME}, \${file:path}, \${exec:command} or \${prompt:text}, got another \${...}
  2 |   r1: {username: "\${evn:USER}", address: "\${env:}", key: "\${file:k"}
    |                  ^^^^^^^^^^^^^
  did you mean "env"? Otherwise write $\${ for a literal \${
i.yaml:2:42: hosts.r1.address: \${env:} says nothing after the colon
  2 |   r1: {username: "\${evn:USER}", address: "\${env:}", key: "\${file:k"}
    |                                          ^^^^^^^^^
i.yaml:2:58: hosts.r1.key: a reference \${...} without its closing }
  2 |   r1: {username: "\${evn:USER}", address: "\${env:}", key: "\${file:k"}
    |                                                          ^^^^^^^^^^
  write $\${ for a literal \${`,
  },
  {
    title: 'sections and algorithms that flow does not know',
    files: { 'i.yaml': 'host: {}\nhosts: {r1: {ssh: {legacy: yes, algorithms: {kexx: []}}}}\n' },
    message: `i.yaml:1:1: host: unknown key
  1 | host: {}
    | ^^^^
  did you mean "hosts"?
i.yaml:2:28: hosts.r1.ssh.legacy: expected true or false, got "yes"
  2 | hosts: {r1: {ssh: {legacy: yes, algorithms: {kexx: []}}}}
    |                            ^^^
i.yaml:2:46: hosts.r1.ssh.algorithms.kexx: unknown key
  2 | hosts: {r1: {ssh: {legacy: yes, algorithms: {kexx: []}}}}
    |                                              ^^^^
  did you mean "kex"?`,
  },
  {
    title: 'a map that is no inventory proposes the section it is near to',
    files: { 'i.yaml': 'hsots:\n  r1: {}\n' },
    message: `i.yaml:1:1: expected an inventory with hosts, groups or defaults, got hsots
  1 | hsots:
    | ^^^^^^
  did you mean "hosts"?`,
  },
  {
    title: 'the lab has as many devices as it says',
    files: { 'i.yaml': 'lab: {cisco_ios: 2, linux: some}\nhosts: {R3: {password: wrong}}\n' },
    message: `i.yaml:1:28: lab.linux: expected a number of devices, got "some"
  1 | lab: {cisco_ios: 2, linux: some}
    |                            ^^^^
i.yaml:2:9: hosts.R3: the lab has no such device
  2 | hosts: {R3: {password: ****}}
    |         ^^
  did you mean "R1"?`,
  },
  {
    title: 'Netmiko by a serial line',
    files: {
      'd.yaml':
        'routers:\n  - {device_type: cisco_ios_serial, host: r1}\n  - just text\n  - {device_type: cisco_ios}\n',
    },
    message: `d.yaml:2:19: routers[0].device_type: flow speaks SSH and telnet, not serial
  2 |   - {device_type: cisco_ios_serial, host: r1}
    |                   ^^^^^^^^^^^^^^^^
  name the platform without its ending
d.yaml:3:5: routers[1]: expected a device such as {device_type: cisco_ios, host: 10.0.0.1}, got "just text"
  3 |   - just text
    |     ^^^^^^^^^
d.yaml:4:5: routers[2]: expected a device with host or ip, got one without
  4 |   - {device_type: cisco_ios}
    |     ^^^^^^^^^^^^^^^^^^^^^^^^`,
  },
  {
    title: 'an INI file has places as well',
    files: {
      hosts:
        'r1 ansible_port=70000 ansible_pasword=hunter2\n[core:childs]\nr2 stray\n[dc:children]\ncor\n[x:vars]\ny=1\n',
    },
    message: `hosts:1:17: ansible_port: expected a port between 1 and 65535, got "70000"
  1 | r1 ansible_port=70000 ansible_pasword=****
    |                 ^^^^^
hosts:1:23: ansible_pasword: unknown variable of Ansible
  1 | r1 ansible_port=70000 ansible_pasword=****
    |                       ^^^^^^^^^^^^^^^
  did you mean "ansible_password"?
hosts:2:2: expected [core:children] or [core:vars], got [core:childs]
  2 | [core:childs]
    |  ^^^^^^^^^^^
hosts:3:4: expected name=value after the name of the host
  3 | r2 stray
    |    ^^^^^
hosts:5:1: unknown group "cor"
  5 | cor
    | ^^^
  did you mean "core"?
hosts:6:2: unknown group "x"
  6 | [x:vars]
    |  ^^^^^^`,
  },
  {
    title: 'Jinja and ranges that run backwards',
    files: { hosts: 'r[5:1]\nr1 ansible_host={{ip}}\n' },
    message: `hosts:1:1: expected a host name, or ranges such as r[01:20], got "r[5:1]"
  1 | r[5:1]
    | ^^^^^^
hosts:2:17: ansible_host: flow does not evaluate Jinja
  2 | r1 ansible_host={{ip}}
    |                 ^^^^^^
  write the value, or \${env:NAME}, \${file:path}, \${exec:command} or \${prompt:text}`,
  },
  {
    title: "a value from Ansible's vault",
    files: {
      'i.yml':
        'all:\n  hosts:\n    r1:\n      ansible_password: !vault |\n        $ANSIBLE_VAULT;1.1;AES256\n        6162\n',
    },
    message: `i.yml:4:25: flow does not open Ansible's vault: the value is encrypted
  4 |       ansible_password: ****
    |                         ^^^^
  write \${exec:ansible-vault view FILE}, \${env:NAME}, \${file:path} or \${prompt:text} for the secret instead`,
  },
  {
    title: 'a CSV file has places as well, and its passwords are hidden by their column',
    files: { 'h.csv': 'name,port,password,site\nr1,abc,hunter2,hq\nr2,22,hun,ter2,hq\n,22,x,y\n' },
    message: `h.csv:2:4: port: expected a port between 1 and 65535, got "abc"
  2 | r1,abc,****,hq
    |    ^^^
h.csv:3:16: expected 4 cells, got 5
  3 | r2,****,****,****,****
    |                   ^^^^
  put a cell that contains the separator in quotes
h.csv:4:1: expected a host with a name or an address, got neither
  4 | ,22,****,y
    | ^`,
  },
  {
    title: 'a CSV quote that is not closed',
    files: { 'h.csv': 'name,site\nr1,hq\nr2,"hq\n' },
    message: `h.csv:3:4: a quote is not closed
  3 | r2,"hq
    |    ^`,
  },
  {
    title:
      'a CSV quote that is not closed is told where it opens, not where the file ends; what may be a password is hidden',
    files: { 'h.csv': 'name,password,address,site\nr1,hunter2,10.0.0.1,"hq, hunter3\nr2,hunter4,10.0.0.2,hq\n' },
    message: `h.csv:2:21: a quote is not closed
  2 | ****"****
    |     ^`,
  },
  {
    title: 'a CSV quote within a cell is told where it stands',
    files: { 'h.csv': 'name,address,site\nr1,10.0.0.1,"the ""hq"" x"\nr2,10.0.0.2,the "hq"\n' },
    message: `h.csv:3:17: a quote within a cell must be doubled, and the whole cell quoted
  3 | r2,10.0.0.2,the "hq"
    |                 ^`,
  },
  {
    title: 'a heading that cannot be read does not show its line',
    files: { 'h.csv': 'name,"password\nr1,hunter2\n' },
    message: 'h.csv:1:6: a quote is not closed',
  },
  {
    title: 'a list of devices that is empty, or no list, is told with its key',
    files: { 'a.yaml': 'routers:\n', 'b.yaml': 'routers: 5\n' },
    message: `a.yaml:1:1: routers: expected a list of devices, got nothing
  1 | routers:
    | ^^^^^^^
  write hosts: (flow), a list of devices (Netmiko), or Ansible's or Nornir's notation
b.yaml:1:10: routers: expected a list of devices, got 5
  1 | routers: 5
    |          ^
  write hosts: (flow), a list of devices (Netmiko), or Ansible's or Nornir's notation`,
  },
  {
    title: 'a delay of the lab belongs to the command',
    files: { 'l.yaml': 'lab: {cisco_ios: 3, delay: 1s}\n' },
    message: `l.yaml:1:28: lab.delay: expected a number of devices, got "1s"
  1 | lab: {cisco_ios: 3, delay: 1s}
    |                            ^^
  delay belongs to the command: flow lab --delay`,
  },
];

for (const { title, files, message } of CASES) {
  test(title, (t) => {
    const folder = writeFolder(t, files);
    assert.equal(
      messageOf(() => loadInventory(Object.keys(files).map((name) => join(folder, name))), folder),
      message,
    );
  });
}
