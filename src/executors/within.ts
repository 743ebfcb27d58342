/** Waits for work that may never end, as where a Redis is gone, but not longer. Never rejects. */
export async function within(timeMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeMs);
  });
  await Promise.race([work.catch(() => {}), tooLong]);
  clearTimeout(timer);
}
