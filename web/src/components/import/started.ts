/** Jobs that were started on this page and whose end nobody was told yet. */
const waiting = new Set<string>();

/** Notes that a job was started here. */
export function noteStarted(job: string): void {
  waiting.add(job);
}

/** Whether the end of a job is news here; it is only once. */
export function isNews(job: string): boolean {
  return waiting.delete(job);
}
