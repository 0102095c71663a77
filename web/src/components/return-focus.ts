import { useEffect, useState } from "react";

/**
 * Gives the focus back when a dialog that is only there while it is open goes away: such a dialog is never
 * told to close, so that nothing else gives it back.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        const isFree = document.activeElement === null || document.activeElement === document.body;
        if (isFree && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
