/** A task (or a task on a host) in a ring of needs, and the line it is written in. */
export interface RingMember {
  name: string;
  line: number | undefined;
}

/** Says who waits for whom: `a ring of needs: version (line 5) needs backup (line 9), which needs version`. */
export function describeRing(members: readonly RingMember[]): string {
  const [first, ...others] = members;
  if (!first) return 'a ring of needs';
  if (others.length === 0) return `${withLine(first)} needs itself, so it could never begin`;
  const chain = others
    .map((member, index) => `${index === 0 ? ' needs ' : ', which needs '}${withLine(member)}`)
    .join('');
  return `a ring of needs, none of which could begin: ${withLine(first)}${chain}, which needs ${first.name}`;
}

function withLine({ name, line }: RingMember): string {
  return line === undefined ? name : `${name} (line ${line})`;
}
