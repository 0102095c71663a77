/** Lines of a file as ranges, each with its first and last line, as reports have them. */
export type Ranges = number[][];

const ends = ([first = 0, last = first]: number[]): [number, number] => [first, last];

/** The lines of ranges one by one, as far as there is room. */
export function linesOf(ranges: Ranges, max: number): number[] {
  const lines: number[] = [];
  for (const [first, last] of ranges.map(ends)) {
    for (let line = first; line <= last && lines.length < max; line++) lines.push(line);
  }
  return lines;
}

/** `17–19, 23`; only so many ranges. */
export function rangesText(ranges: Ranges, write: (line: number) => string, max = 6): string {
  const parts = ranges
    .slice(0, max)
    .map(ends)
    .map(([first, last]) => (first === last ? write(first) : `${write(first)}–${write(last)}`));
  return ranges.length > max ? `${parts.join(", ")}, …` : parts.join(", ");
}
