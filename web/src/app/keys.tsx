import { useNavigate } from "@tanstack/react-router";
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { remember, remembered } from "~/lib/storage";
import { isTyping } from "./undo";

const KeysHelp = lazy(() => import("./keys-help"));

/** A key of a screen, shown in the list of keys. */
export interface ScreenKey {
  keys: string;
  label: string;
}

interface Keys {
  /** Whether single keys do something; Ctrl keys always do. */
  enabled: boolean;
  setEnabled: (enabled: boolean) => void;
  openHelp: () => void;
  show: (keys: ScreenKey[]) => void;
}

const Context = createContext<Keys>({
  enabled: true,
  setEnabled: () => {},
  openHelp: () => {},
  show: () => {},
});

/** Where `g` and a letter lead. */
export const PLACES: Record<string, string> = {
  h: "/",
  p: "/products",
  r: "/rules",
  t: "/tests",
  g: "/graph",
  d: "/data",
  s: "/settings",
};
/** Before every moment, also before the first ones of a page. */
const NEVER = Number.NEGATIVE_INFINITY;
/** After `g`, the second key has to come within this time. */
const SECOND_KEY_MS = 1_500;

export function KeysProvider({ children }: { children: ReactNode }) {
  const navigate = useNavigate();
  const [enabled, setEnabled] = useState(remembered("single-keys") !== "off");
  const [opened, setOpened] = useState(false);
  const [screenKeys, setScreenKeys] = useState<ScreenKey[]>([]);
  const waiting = useRef(NEVER);

  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || event.defaultPrevented)
        return;
      if (document.querySelector("[role=dialog]")) return;
      // The moment of pressing counts, however busy the page was since.
      const now = event.timeStamp;
      if (now - waiting.current < SECOND_KEY_MS) {
        waiting.current = NEVER;
        const place = PLACES[event.key];
        if (place) {
          event.preventDefault();
          void navigate({ to: place });
        }
      } else if (event.key === "g") waiting.current = now;
      else if (event.key === "?") {
        event.preventDefault();
        setOpened(true);
      }
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [enabled, navigate]);

  const state = useMemo(() => {
    const choose = (next: boolean) => {
      remember("single-keys", next ? null : "off");
      setEnabled(next);
    };
    return { enabled, setEnabled: choose, openHelp: () => setOpened(true), show: setScreenKeys };
  }, [enabled]);
  return (
    <Context value={state}>
      {children}
      {opened && (
        <Suspense>
          <KeysHelp
            opened
            onClose={() => setOpened(false)}
            screenKeys={screenKeys}
            enabled={enabled}
            onEnable={state.setEnabled}
          />
        </Suspense>
      )}
    </Context>
  );
}

export function useKeys(): Keys {
  return useContext(Context);
}

/** Puts the keys of a screen on the list while it is open; memoise the list. */
export function useScreenKeys(keys: ScreenKey[]): boolean {
  const { show, enabled } = useKeys();
  useEffect(() => {
    show(keys);
    return () => show([]);
  }, [keys, show]);
  return enabled;
}
