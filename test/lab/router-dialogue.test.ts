import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeDevice, sitDown } from './screen.js';

/** What is typed, and all that comes back; each line of the answer ends with CR LF on the wire. */
interface Dialogue {
  title: string;
  /** Typed before, its output ignored. */
  before?: string;
  typed: string;
  printed: string;
}

const ENABLED = 'enable\nlab\n';
const INVALID = "% Invalid input detected at '^' marker.\n\n";

const IOS: Dialogue[] = [
  {
    title: 'the clock is starred while no time server is configured',
    typed: 'sh clock\n',
    printed: 'sh clock\n*06:02:19.983 UTC Mon Aug 28 2017\nR1>',
  },
  { title: 'an empty line gives the prompt again', typed: '\n', printed: '\nR1>' },
  { title: 'carriage return and line feed together are one Enter', typed: '\r\n', printed: '\nR1>' },
  {
    title: 'a wrong word is marked below its first wrong letter',
    typed: 'show clokc\n',
    printed: `show clokc\n           ^\n${INVALID}R1>`,
  },
  { title: 'a wrong first word is marked below its first letter', typed: 'zap\n', printed: `zap\n   ^\n${INVALID}R1>` },
  {
    title: 'a surplus word is marked',
    typed: 'show clock now\n',
    printed: `show clock now\n              ^\n${INVALID}R1>`,
  },
  {
    title: 'a command cut too short is ambiguous',
    typed: 'sh i\n',
    printed: 'sh i\n% Ambiguous command:  "sh i"\nR1>',
  },
  {
    title: 'a command without its end is incomplete',
    typed: 'show ip\n',
    printed: 'show ip\n% Incomplete command.\n\nR1>',
  },
  {
    title: 'the configuration is not shown to users without privileges',
    typed: 'sh run\n',
    printed: `sh run\n      ^\n${INVALID}R1>`,
  },
  { title: 'the secret is not echoed', typed: 'enable\nlab\n', printed: 'enable\nPassword: \nR1#' },
  {
    title: 'three wrong secrets are too many',
    typed: 'enable\na\nb\nc\n',
    printed: 'enable\nPassword: \nPassword: \nPassword: \n% Bad secrets\n\nR1>',
  },
  { title: 'Ctrl-C gives up the question for the secret', typed: 'enable\n\x03', printed: 'enable\nPassword: \nR1>' },
  { title: 'disable goes back down', before: ENABLED, typed: 'disable\n', printed: 'disable\nR1>' },
  {
    title: 'a comment between lines of a configuration is taken, and does nothing',
    before: `${ENABLED}conf t\n`,
    typed: '! who did this\n !\n',
    printed: '! who did this\nR1(config)# !\nR1(config)#',
  },
  {
    title: 'configuration mode says how to end it',
    before: ENABLED,
    typed: 'conf t\n',
    printed: 'conf t\nEnter configuration commands, one per line.  End with CNTL/Z.\nR1(config)#',
  },
  {
    title: 'sub-modes show in the prompt, and exit leaves one level at a time',
    before: `${ENABLED}conf t\n`,
    typed: 'int gi0/1\nexit\nexit\n',
    printed: 'int gi0/1\nR1(config-if)#exit\nR1(config)#exit\nR1#',
  },
  {
    title: 'a line of the configuration mode leaves the sub-mode',
    before: `${ENABLED}conf t\nint gi0/1\n`,
    typed: 'ntp server 10.0.0.1\n',
    printed: 'ntp server 10.0.0.1\nR1(config)#',
  },
  {
    title: 'a rejected configuration line is marked and the mode stays',
    before: `${ENABLED}conf t\n`,
    typed: 'ntp sever 10.0.0.1\n',
    printed: `ntp sever 10.0.0.1\n                 ^\n${INVALID}R1(config)#`,
  },
  {
    title: 'an address that is none is marked',
    before: `${ENABLED}conf t\nint gi0/1\n`,
    typed: 'ip address 10.0.0.256 255.255.255.0\n',
    printed: `ip address 10.0.0.256 255.255.255.0\n${' '.repeat(25)}^\n${INVALID}R1(config-if)#`,
  },
  {
    title: 'do runs a command from configuration mode',
    before: `${ENABLED}conf t\n`,
    typed: 'do sh priv\n',
    printed: 'do sh priv\nCurrent privilege level is 15\nR1(config)#',
  },
  {
    title: 'a mistake behind do is marked where it stands',
    before: `${ENABLED}conf t\n`,
    typed: 'do show foo\n',
    printed: `do show foo\n                   ^\n${INVALID}R1(config)#`,
  },
  {
    title: 'show is unknown in configuration mode',
    before: `${ENABLED}conf t\n`,
    typed: 'show clock\n',
    printed: `show clock\n            ^\n${INVALID}R1(config)#`,
  },
  { title: 'end leaves all levels', before: `${ENABLED}conf t\nint lo7\n`, typed: 'end\n', printed: 'end\nR1#' },
  {
    title: 'Ctrl-Z runs the line and leaves all levels',
    before: `${ENABLED}conf t\n`,
    typed: 'hostname X\x1a',
    printed: 'hostname X^Z\nX#',
  },
  {
    title: 'Ctrl-C leaves configuration mode without running the line',
    before: `${ENABLED}conf t\n`,
    typed: 'hostname X\x03',
    printed: 'hostname X\nR1#',
  },
  {
    title: 'a new host name is in the next prompt',
    before: `${ENABLED}conf t\n`,
    typed: 'hostname core-1\n',
    printed: 'hostname core-1\ncore-1(config)#',
  },
  {
    title: 'a long host name is cut to 20 characters in configuration prompts only',
    before: `${ENABLED}conf t\n`,
    typed: 'hostname a-very-long-host-name-indeed\nend\n',
    printed: 'hostname a-very-long-host-name-indeed\na-very-long-host-nam(config)#end\na-very-long-host-name-indeed#',
  },
  {
    title: 'the clock loses its star once a time server is configured',
    before: `${ENABLED}conf t\nntp server 10.0.0.1\nend\n`,
    typed: 'show clock\n',
    printed: 'show clock\n06:02:19.983 UTC Mon Aug 28 2017\nR1#',
  },
  {
    title: 'what was configured is in the running configuration, and no takes it away',
    before: `${ENABLED}conf t\nntp server 10.0.0.1\nntp server 10.0.0.2 prefer\nno ntp server 10.0.0.1\nlogging host 10.9.9.9\nsnmp-server community secret RO\nend\n`,
    typed: 'show run | include ^(ntp|logging|snmp)\n',
    printed:
      'show run | include ^(ntp|logging|snmp)\nntp server 10.0.0.2 prefer\nlogging host 10.9.9.9\nsnmp-server community secret RO\nR1#',
  },
  {
    title: 'an interface keeps its lines, one of each kind',
    before: `${ENABLED}conf t\nint gi 0/2\ndescription one\ndescription two\nip address 10.7.0.1 255.255.255.252\nno shutdown\nend\n`,
    typed: 'show run | section GigabitEthernet0/2\n',
    printed:
      'show run | section GigabitEthernet0/2\ninterface GigabitEthernet0/2\n ip address 10.7.0.1 255.255.255.252\n description two\nR1#',
  },
  {
    title: 'a banner is read until its delimiter',
    before: `${ENABLED}conf t\n`,
    typed: 'banner motd #\nKeep # out\nend\n',
    printed: "banner motd #\nEnter TEXT message.  End with the character '#'.\nKeep # out\nR1(config)#end\nR1#",
  },
  {
    title: 'write memory says so when it is done',
    before: ENABLED,
    typed: 'wr mem\n',
    printed: 'wr mem\nBuilding configuration...\n[OK]\nR1#',
  },
  {
    title: 'copy asks for a name that Enter leaves as it is',
    before: ENABLED,
    typed: 'copy run start\n\n',
    printed: 'copy run start\nDestination filename [startup-config]? \nBuilding configuration...\n[OK]\nR1#',
  },
  {
    title: 'a confirmation takes one key, without Enter',
    before: ENABLED,
    typed: 'clear counters\ny',
    printed: 'clear counters\nClear "show interface" counters on all interfaces [confirm]\nR1#',
  },
  {
    title: 'a filter includes',
    typed: 'show ip int brief | inc Loop\n',
    printed:
      'show ip int brief | inc Loop\nLoopback0                  10.255.41.118   YES NVRAM  up                    up      \nR1>',
  },
  {
    title: 'an unknown filter is marked',
    typed: 'show clock | redirect x\n',
    printed: `show clock | redirect x\n                ^\n${INVALID}R1>`,
  },
  {
    title: 'a help mark answers at once and gives the line back',
    typed: 'show cl?',
    printed: 'show cl?\nclock\n\nR1>show cl',
  },
  { title: 'a help mark behind Ctrl-V is a character', typed: 'x\x16?\n', printed: `x?\n   ^\n${INVALID}R1>` },
  { title: 'Tab completes a word that is unique', typed: 'show clo\t', printed: 'show clo\nR1>show clock ' },
  {
    title: 'backspace takes back a character',
    typed: 'shq\x7f clock\n',
    printed: 'shq\b \b clock\n*06:02:19.983 UTC Mon Aug 28 2017\nR1>',
  },
  {
    title: 'Ctrl-U takes back the line',
    typed: 'nonsense\x15sh priv\n',
    printed: `nonsense${'\b'.repeat(8)}${' '.repeat(8)}${'\b'.repeat(8)}sh priv\nCurrent privilege level is 1\nR1>`,
  },
  {
    title: 'the up arrow brings back the line before',
    typed: 'sh priv\n\x1b[A\n',
    printed: 'sh priv\nCurrent privilege level is 1\nR1>sh priv\nCurrent privilege level is 1\nR1>',
  },
  {
    title: 'documentation addresses do not answer a ping',
    typed: 'ping 192.0.2.1 \n',
    printed:
      'ping 192.0.2.1 \nType escape sequence to abort.\nSending 5, 100-byte ICMP Echos to 192.0.2.1, timeout is 2 seconds:\n.....\nSuccess rate is 0 percent (0/5)\nR1>',
  },
];

const FRR: Dialogue[] = [
  {
    title: 'FRR repeats what it does not know',
    typed: 'show vrsion\n',
    printed: 'show vrsion\n% Unknown command: show vrsion\nR1# ',
  },
  { title: 'FRR is privileged at once, and enable asks nothing', typed: 'enable\n', printed: 'enable\nR1# ' },
  {
    title: 'FRR says nothing when configuration begins, and shows from there',
    typed: 'conf t\nint eth9\nshow ip\nend\n',
    printed:
      'conf t\nR1(config)# int eth9\nR1(config-if)# show ip\n% Command incomplete: show ip\nR1(config-if)# end\nR1# ',
  },
  {
    title: 'FRR has no do',
    before: 'conf t\n',
    typed: 'do show version\n',
    printed: 'do show version\n% Unknown command: do show version\nR1(config)# ',
  },
  {
    title: 'FRR refuses a width',
    typed: 'terminal width 511\n',
    printed: 'terminal width 511\n% Unknown command: terminal width 511\nR1# ',
  },
];

const LINUX: Dialogue[] = [
  {
    title: 'a shell tells who, where and what',
    typed: 'whoami; pwd\n',
    printed: 'whoami; pwd\nlab\n/home/lab\nlab@R1:~$ ',
  },
  {
    title: 'an unknown command leaves status 127',
    typed: 'nosuch\necho $?\n',
    printed: 'nosuch\n-bash: nosuch: command not found\nlab@R1:~$ echo $?\n127\nlab@R1:~$ ',
  },
  { title: 'a new PS1 is the next prompt', typed: "export PS1='flow> '\n", printed: "export PS1='flow> '\nflow> " },
  { title: 'an open quote asks for the rest', typed: 'echo "a\nb"\n', printed: 'echo "a\n> b"\na\nb\nlab@R1:~$ ' },
  {
    title: 'stty -echo silences the echo',
    typed: 'stty -echo\nwhoami\n',
    printed: 'stty -echo\nlab@R1:~$ \nlab\nlab@R1:~$ ',
  },
  { title: 'a carriage return with a line feed is two Enters', typed: '\r\n', printed: '\nlab@R1:~$ \nlab@R1:~$ ' },
  { title: 'Ctrl-C shows and gives a new line', typed: 'sleep\x03', printed: 'sleep^C\nlab@R1:~$ ' },
  {
    title: 'success and failure decide what follows',
    typed: 'false && echo a || echo b\n',
    printed: 'false && echo a || echo b\nb\nlab@R1:~$ ',
  },
  {
    title: 'a pipe goes to the next program',
    typed: 'cat /etc/os-release | grep ID= | wc -l\n',
    printed: 'cat /etc/os-release | grep ID= | wc -l\n2\nlab@R1:~$ ',
  },
];

for (const [platform, dialogues] of [
  ['cisco_ios', IOS],
  ['frr', FRR],
  ['linux', LINUX],
] as const) {
  for (const { title, before, typed, printed } of dialogues) {
    test(`${platform}: ${title}`, () => {
      const desk = sitDown({ platform });
      if (before) desk.type(before);
      desk.take();
      desk.type(typed);
      assert.equal(desk.take(), printed.replaceAll('\n', '\r\n'));
    });
  }
}

test('a router without a secret refuses enable', () => {
  const desk = sitDown({ device: makeDevice('cisco_ios', { hasSecret: false }) });
  desk.take();
  desk.type('enable\n');
  assert.equal(desk.take(), 'enable\r\n% Error in authentication.\r\n\r\nR1>');
});

test('reload brings back what was saved, and only that', () => {
  const device = makeDevice();
  const first = sitDown({ device });
  first.type(`${ENABLED}conf t\nhostname saved\nend\nwr\nconf t\nhostname lost\nend\nreload\n`);
  assert.match(first.take(), /Proceed with reload\? \[confirm\]$/);
  first.type('\r');
  assert.equal(first.hasEnded, true);
  assert.equal(sitDown({ device }).take(), '\r\nsaved>');
});

test('show users lists every login, with a star at the own', () => {
  const device = makeDevice();
  sitDown({ device });
  const second = sitDown({ device });
  second.type('show users\n');
  assert.match(second.take(), /\r\n {3}2 vty 0 .*\r\n\* {2}3 vty 1 /);
});
