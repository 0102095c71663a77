import { createSpotlight } from "@mantine/spotlight";
import { useCallback, useEffect, useRef, useState } from "react";

/** Whether the palette is open, and what opens and closes it. */
export const [paletteStore, palette] = createSpotlight();

export const loadPalette = () => import("./palette");

interface PaletteState {
  /** Whether it was ever opened; before that it is not even loaded. */
  isWanted: boolean;
  open: () => void;
  /** Gives what was typed between the opening and now; from now on the palette hears keys itself. */
  takeTyped: () => string;
}

/** Opens the palette, with Ctrl K wherever the focus is. */
export function usePalette(): PaletteState {
  const [isWanted, setWanted] = useState(false);
  // What was typed since it was opened, until it has the focus.
  const typed = useRef<string | null>(null);
  const toggle = useCallback(() => {
    setWanted(true);
    palette.toggle();
    typed.current = paletteStore.getState().opened ? "" : null;
  }, []);
  const takeTyped = useCallback(() => {
    const text = typed.current ?? "";
    typed.current = null;
    return text;
  }, []);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Control" || event.key === "Meta") return void loadPalette();
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand && !event.altKey && event.key.toLowerCase() === "k") toggle();
      else if (typed.current === null || isCommand || event.altKey) return;
      else if (event.key === "Escape") toggle();
      else if (event.key.length === 1) typed.current += event.key;
      else return;
      // Keys pressed after the opening are meant for the palette, not for the screen behind it.
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", pressed, { capture: true });
    return () => window.removeEventListener("keydown", pressed, { capture: true });
  }, [toggle]);
  return { isWanted, open: toggle, takeTyped };
}
