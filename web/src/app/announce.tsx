import { createContext, type ReactNode, useCallback, useContext, useState } from "react";

const Context = createContext<(text: string) => void>(() => {});

/** The live region: whatever changes without the focus moving is said here. */
export function Announcer({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState({ text: "", turn: 0 });
  const announce = useCallback((text: string) => setSaid(({ turn }) => ({ text, turn: turn + 1 })), []);
  return (
    <Context value={announce}>
      {children}
      {/* Two regions in turn, so that the same sentence twice is said twice. */}
      <div className="unseen" role="status" aria-live="polite" data-testid="announcer">
        <span>{said.turn % 2 ? said.text : ""}</span>
        <span>{said.turn % 2 ? "" : said.text}</span>
      </div>
    </Context>
  );
}

/** Says a sentence to people who do not see the screen. */
export function useAnnounce(): (text: string) => void {
  return useContext(Context);
}
