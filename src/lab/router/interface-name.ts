const TYPES = [
  'GigabitEthernet',
  'FastEthernet',
  'TenGigabitEthernet',
  'Ethernet',
  'Loopback',
  'Serial',
  'Tunnel',
  'Vlan',
  'Port-channel',
];

/** Writes an interface's name out: `gi0/1` and `gigabit 0/1` are `GigabitEthernet0/1`; an unknown type stays as it is. */
export function expandInterface(typed: string): string {
  // `gi0/1`, `Gi 0/1.100`, `lo0`; not `0/1`
  const parts = /^([a-z-]+)\s*(\d\S*)$/i.exec(typed.trim());
  if (!parts) return typed.trim();
  const [, type = '', number = ''] = parts;
  const full = TYPES.find((name) => name.toLowerCase().startsWith(type.toLowerCase()));
  return `${full ?? type}${number}`;
}
