import { countOf } from '../task/summarize-run.js';
import type { SavedFile } from './report-context.js';

/** `12 files: 1 new, 2 changed, 9 unchanged` */
export function summarizeSaved(saved: readonly SavedFile[]): string {
  const counts = (['new', 'changed', 'unchanged'] as const).flatMap((change) => {
    const count = saved.filter((file) => file.change === change).length;
    return count > 0 ? [`${count} ${change}`] : [];
  });
  return `${countOf(saved.length, 'file')}: ${counts.join(', ')}`;
}
