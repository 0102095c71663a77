import { useEffect, useRef, useState } from "react";

/** Between the last key and everything that follows from it. */
const PAUSE_MS = 180;

/**
 * A text that is typed here at once and told to the others in a pause: drawing a page with hundreds of
 * rows anew takes longer than the time between two keys.
 */
export function useTyped(value: string, onTyped: (value: string) => void) {
  const [text, setText] = useState(value);
  const told = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const waiting = useRef<string | null>(null);
  const tell = useRef(onTyped);
  tell.current = onTyped;
  // What comes from elsewhere goes before what stands here, unless it is an echo of it.
  if (value !== told.current && waiting.current === null) {
    told.current = value;
    setText(value);
  }
  const flush = () => {
    clearTimeout(timer.current);
    const next = waiting.current;
    waiting.current = null;
    if (next === null || next === told.current) return;
    told.current = next;
    tell.current(next);
  };
  const latest = useRef(flush);
  latest.current = flush;
  useEffect(() => () => latest.current(), []);
  const type = (next: string) => {
    setText(next);
    waiting.current = next;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(), PAUSE_MS);
  };
  return { text, type, flush };
}
