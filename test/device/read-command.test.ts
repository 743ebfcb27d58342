import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Platform } from '../../src/device/platform.js';
import { isReadCommand } from '../../src/device/read-command.js';

const router: Pick<Platform, 'read' | 'config'> = {
  read: ['sh(o(w?)?)?', 'ping', 'dir'],
  config: { enter: 'configure terminal', leave: 'end' },
};
const shell: Pick<Platform, 'read' | 'config'> = { read: ['uname', 'cat', 'grep', 'ls', 'systemctl status'] };

const reads: [Pick<Platform, 'read' | 'config'>, string][] = [
  [router, 'show clock'],
  [router, '  SH clock'],
  [router, 'dir'],
  [router, ''],
  [router, 'show run | include ntp'],
  [router, 'show run | i ntp | count'],
  [router, 'show ip interface brief | exclude unassigned|administratively down'],
  [router, 'show running-config | section router bgp'],
  [router, 'sh run | begin ^interface'],
  [shell, 'uname -a'],
  [shell, 'systemctl status sshd'],
  [shell, 'cat /etc/hosts | grep -v "a;b|c"'],
  [shell, "uname; ls '$(x)'"],
  [shell, 'cat /etc/x && uname || ls'],
  [shell, 'ls /x 2>/dev/null'],
  [shell, 'ls /x 2>&1 | grep y'],
];

const changes: [Pick<Platform, 'read' | 'config'>, string][] = [
  [router, 'reload'],
  [router, 'configure terminal'],
  [router, 'shutdown'],
  [router, 'showcase'],
  [router, 'show run | redirect flash:x'],
  [router, 'show run | red flash:x'],
  [router, 'show run|append flash:x'],
  [router, 'show run | tee flash:x'],
  [router, 'show run | include a | redirect flash:x'],
  [router, 'show run | include a|redirect flash:x'],
  [router, 'show run | include a|vsh -c "reload"'],
  [router, 'show run | unheard-of'],
  [router, 'show run |'],
  [router, 'show run > bootflash:x'],
  [router, 'show clock ; configure terminal'],
  [router, 'show clock\nreload'],
  [router, 'show clock\rreload'],
  [router, 'show clock\u0003reload'],
  [shell, 'rm -rf /'],
  [shell, 'uname; reboot'],
  [shell, 'uname && reboot'],
  [shell, 'uname & reboot'],
  [shell, 'cat x | sh'],
  [shell, 'cat x > /etc/passwd'],
  [shell, 'ls 2>/dev/null/x'],
  [shell, 'cat x 2>/etc/passwd'],
  [shell, 'cat $(reboot)'],
  [shell, 'cat "$(reboot)"'],
  [shell, 'cat `reboot`'],
  [shell, 'cat <(reboot)'],
  [shell, 'cat "unfinished'],
  [shell, 'cat a\\;reboot'],
  [shell, 'PATH=/tmp uname'],
  [shell, 'systemctl restart sshd'],
  [shell, ';'],
  [shell, 'cat x | include a|reboot'],
];

for (const [platform, command] of reads) {
  test(`${platform === router ? 'a router' : 'a shell'} only reads with ${JSON.stringify(command)}`, () => {
    assert.equal(isReadCommand(platform, command), true);
  });
}

for (const [platform, command] of changes) {
  test(`${platform === router ? 'a router' : 'a shell'} may be changed by ${JSON.stringify(command)}`, () => {
    assert.equal(isReadCommand(platform, command), false);
  });
}
