/** What a future is known by where there is no graph: its host and its task. No name of either has a line end in it. */
export function futureKey({ host, task }: { host: string; task: string }): string {
  return `${host}\n${task}`;
}
