/** What the order of a list depends on. */
export interface Placed {
  id: string;
  source: string;
  origin: string;
  position?: number;
  pin?: number | null;
  /** Whether a rule makes it. */
  derived?: boolean;
}

/** A place before all others, kept by a number. */
export function isPinned(row: Placed): boolean {
  return row.pin !== null && row.pin !== undefined;
}

/** Whether the relation is the product's own and not its parent's. */
export function isOwn(row: Placed, sku: string): boolean {
  return row.source === sku;
}

/** Whether it can be changed at the product: its own, and no rule makes it. */
export function isEditable(row: Placed, sku: string): boolean {
  return isOwn(row, sku) && !row.derived;
}

/** What rules and the learner make stands behind what people and feeds put at a position. */
export function isArranged(row: Placed): boolean {
  return !row.origin.startsWith("rule:") && !row.origin.startsWith("learned:");
}

/** Whether its position decides where it is served. */
export function isMovable(row: Placed, sku: string): boolean {
  return isOwn(row, sku) && !isPinned(row) && isArranged(row);
}

/** Whether it can be put somewhere else in its list at all, by its position or by its pin. */
export function canMove(row: Placed, sku: string): boolean {
  return isOwn(row, sku) && (isPinned(row) || isArranged(row));
}

/** The indexes among the other rows, first and last, at which a row can be served. */
export function zone(others: Placed[], sku: string, pinned: boolean): { first: number; last: number } {
  const pins = others.filter(isPinned).length;
  if (pinned) return { first: 0, last: pins };
  const first = others.findIndex((row) => isMovable(row, sku));
  if (first < 0) return { first: pins, last: pins };
  return { first, last: others.findLastIndex((row) => isMovable(row, sku)) + 1 };
}

/** The nearest index at which a row can be served. */
export function nearest(others: Placed[], sku: string, pinned: boolean, index: number): number {
  const { first, last } = zone(others, sku, pinned);
  return Math.max(first, Math.min(last, index));
}

/**
 * The position to ask the server for so that a row is served at an index among the other rows.
 *
 * `from` is the position that it leaves in the same list: those behind it move up.
 */
export function positionAt(others: Placed[], sku: string, index: number, from?: number): number {
  const closed = (position = 1) => (from !== undefined && from < position ? position - 1 : position);
  const next = others.slice(index).find((row) => isMovable(row, sku));
  if (next) return closed(next.position);
  const before = others.slice(0, index).findLast((row) => isMovable(row, sku));
  return before ? closed(before.position) + 1 : 1;
}

/** A list with a row put at an index among the others. */
export function withRow<R extends Placed>(others: R[], row: R, index: number): R[] {
  return [...others.slice(0, index), row, ...others.slice(index)];
}

/**
 * The pins that have to change so that a row is pinned at a place, 1 being the first.
 *
 * Numbers that people chose stay where they can: only what stands in the way moves on.
 */
export function pinsFor(
  rows: Placed[],
  sku: string,
  row: Placed,
  place: number,
): { id: string; pin: number }[] {
  const others = rows.filter((other) => isPinned(other) && other.id !== row.id);
  const changed: { id: string; pin: number }[] = [];
  let last = 0;
  for (const one of withRow(others, row, Math.max(0, Math.min(others.length, place - 1)))) {
    const kept = one.id !== row.id && (one.pin ?? 0) > last;
    const pin = kept ? (one.pin ?? 0) : last + 1;
    if (pin !== one.pin && isOwn(one, sku)) changed.push({ id: one.id, pin });
    last = pin;
  }
  return changed;
}

/** The place of a pinned row among the pinned ones, from 1; one that is not pinned would be the last. */
export function pinPlace(rows: Placed[], row: Placed): number {
  const pinned = rows.filter(isPinned);
  const index = pinned.findIndex(({ id }) => id === row.id);
  return index < 0 ? pinned.length + 1 : index + 1;
}

/** A list as it will be once the server has put a row of it at an index and a position. */
export function rearranged<R extends Placed>(
  rows: R[],
  sku: string,
  row: R,
  index: number,
  position: number,
): R[] {
  const others = rows.filter(({ id }) => id !== row.id);
  const from = others.length < rows.length ? (row.position ?? Number.POSITIVE_INFINITY) : null;
  const shifted = others.map((other) => {
    if (!isEditable(other, sku)) return other;
    const place = other.position ?? 1;
    const closed = from !== null && place > from ? place - 1 : place;
    return { ...other, position: closed >= position ? closed + 1 : closed };
  });
  return withRow(shifted, { ...row, position }, index);
}

/** A list as it will be once pins have changed. */
export function repinned<R extends Placed>(rows: R[], sku: string, pins: Map<string, number | null>): R[] {
  const changed = rows.map((row) => (pins.has(row.id) ? { ...row, pin: pins.get(row.id) ?? null } : row));
  const tier = (row: R) => (isArranged(row) ? 0 : 1);
  const place = new Map(rows.map(({ id }, index) => [id, index]));
  const rank = (row: R) => row.pin ?? Number.MAX_SAFE_INTEGER;
  // Only what was pinned or unpinned changes its place; everything else keeps the served order.
  const near = (a: R, b: R) => {
    if (tier(a) === 0 && tier(b) === 0 && isOwn(a, sku) !== isOwn(b, sku)) return isOwn(a, sku) ? -1 : 1;
    if (tier(a) === 0 && tier(b) === 0) return (a.position ?? 0) - (b.position ?? 0);
    return (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0);
  };
  return changed.sort((a, b) => rank(a) - rank(b) || tier(a) - tier(b) || near(a, b));
}
