// A reporter of node:test that writes one JSON line: how many tests passed, failed and were skipped, and why.

export default async function* countTests(events) {
  const counts = { passed: 0, failed: 0, skipped: [] };
  for await (const { type, data } of events) {
    if ((type !== 'test:pass' && type !== 'test:fail') || data.details?.type === 'suite') continue;
    if (type === 'test:fail' && data.todo === undefined) counts.failed++;
    else if (data.skip !== undefined) counts.skipped.push({ name: data.name, file: data.file, reason: data.skip });
    else counts.passed++;
  }
  yield `${JSON.stringify(counts)}\n`;
}
