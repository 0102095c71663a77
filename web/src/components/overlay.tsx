import { type Ref, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from "react";

/**
 * A menu or popover that is made when it is opened for the first time. A list draws its buttons by the
 * dozen, and nearly all of their overlays are never looked at.
 *
 * ```
 * const { button, isMade, overlay, target } = useOverlay<HTMLButtonElement>("menu");
 * <ActionIcon {...button} />
 * {isMade && <Menu {...overlay}><Menu.Target><Beside target={target} /></Menu.Target>…</Menu>}
 * ```
 */
export function useOverlay<E extends HTMLElement>(kind: "menu" | "dialog") {
  const id = useId();
  const target = useRef<E>(null);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const isMade = wanted !== null;
  // Made shut and opened afterwards: only what it sees opening knows where the focus has to return.
  const [isReady, setReady] = useState(false);
  useEffect(() => setReady(isMade), [isMade]);
  const opened = wanted === true && isReady;
  const button = {
    ref: target,
    id,
    "aria-haspopup": kind,
    "aria-expanded": opened,
    "aria-controls": opened ? `${id}-dropdown` : undefined,
    "data-expanded": opened || undefined,
    onClick: () => setWanted(!wanted),
  } as const;
  return { button, isMade, overlay: { id, opened, onChange: setWanted }, target };
}

interface BesideProps {
  /** Where the overlay opens. */
  target: RefObject<HTMLElement | null>;
  /** What the overlay's own target gives its child. */
  ref?: Ref<HTMLElement>;
}

/** Stands in for the button inside of an overlay's target: the button was there before the overlay. */
export function Beside({ target, ref }: BesideProps) {
  useLayoutEffect(() => {
    if (typeof ref === "function") return ref(target.current);
  }, [ref, target]);
  return null;
}
