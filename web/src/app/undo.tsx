import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { api, read } from "~/api/client";
import { asProblem } from "~/api/problem";
import { useReason } from "~/components/problems";
import { defineTexts, useTexts } from "~/i18n";
import { useAnnounce } from "./announce";

const texts = defineTexts({
  en: {
    close: "Close",
    undo: "Undo",
    redo: "Redo",
    undone: "Undone: {what}",
    redone: "Done again: {what}",
    failed: "This could not be undone",
    nothing: "There is nothing to undo here",
  },
  de: {
    close: "Schließen",
    undo: "Rückgängig",
    redo: "Wiederholen",
    undone: "Rückgängig gemacht: {what}",
    redone: "Wiederholt: {what}",
    failed: "Das ließ sich nicht rückgängig machen",
    nothing: "Hier gibt es nichts rückgängig zu machen",
  },
});

/** A change that was made here: what it was, in the person's language, and its revision. */
export interface Done {
  what: string;
  revision: number;
}

interface Undo {
  /** Notes a change, says so, and offers to take it back. */
  done: (change: { what: string; revision: number | null }) => void;
  undo: () => Promise<void>;
  redo: () => Promise<void>;
  canUndo: boolean;
  canRedo: boolean;
}

const Context = createContext<Undo>({
  done: () => {},
  undo: async () => {},
  redo: async () => {},
  canUndo: false,
  canRedo: false,
});

/** Undoing is a change of its own on the server, so it survives reloading and shows in the history. */
async function revert(revision: number): Promise<number | null> {
  const result = await read(
    api.POST("/v1/audit/{revision}/revert", { params: { path: { revision: String(revision) } } }),
  );
  return result.revision;
}

/** So many changes can be taken back one after the other. */
const UNDO_MAX = 100;

/** One message at a time: a new one takes the place of the one before, which a used id would keep. */
function useMessage() {
  const t = useTexts(texts);
  const turn = useRef(0);
  return useCallback(
    (message: ReactNode, autoClose: number) => {
      notifications.hide(`undo-${turn.current++}`);
      const id = `undo-${turn.current}`;
      notifications.show({ id, autoClose, message, closeButtonProps: { "aria-label": t("close") } });
      return id;
    },
    [t],
  );
}

export function UndoProvider({ children }: { children: ReactNode }) {
  const t = useTexts(texts);
  const reason = useReason();
  const announce = useAnnounce();
  const client = useQueryClient();
  const past = useRef<Done[]>([]);
  const future = useRef<Done[]>([]);
  const busy = useRef(false);
  const [counts, setCounts] = useState({ past: 0, future: 0 });
  const count = useCallback(
    () => setCounts({ past: past.current.length, future: future.current.length }),
    [],
  );

  const show = useMessage();
  const step = useCallback(
    async (from: Done[], to: Done[], said: "undone" | "redone") => {
      const change = from.at(-1);
      if (busy.current || !change) {
        if (!change) announce(t("nothing"));
        return;
      }
      busy.current = true;
      try {
        const revision = await revert(change.revision);
        from.pop();
        if (revision !== null) to.push({ what: change.what, revision });
        const message = t(said, { what: change.what });
        announce(message);
        show(message, 4_000);
        void client.invalidateQueries();
      } catch (error) {
        // What somebody else touched since stays; the next older change may still be taken back.
        const problem = asProblem(error);
        if (problem.status >= 400 && problem.status < 500) from.pop();
        notifications.show({
          color: "red",
          title: t("failed"),
          message: reason(problem),
          closeButtonProps: { "aria-label": t("close") },
        });
      } finally {
        busy.current = false;
        count();
      }
    },
    [announce, client, count, reason, show, t],
  );
  const undo = useCallback(() => step(past.current, future.current, "undone"), [step]);
  const redo = useCallback(() => step(future.current, past.current, "redone"), [step]);

  const done = useCallback(
    ({ what, revision }: { what: string; revision: number | null }) => {
      if (revision !== null) {
        past.current.push({ what, revision });
        if (past.current.length > UNDO_MAX) past.current.shift();
        future.current.length = 0;
        count();
      }
      announce(what);
      void client.invalidateQueries();
      const id = show(
        <Group justify="space-between" wrap="nowrap">
          <Text size="sm">{what}</Text>
          {revision !== null && (
            <Button
              size="compact-sm"
              variant="default"
              style={{ flex: "none" }}
              onClick={() => {
                notifications.hide(id);
                void undo();
              }}
            >
              {t("undo")}
            </Button>
          )}
        </Group>,
        8_000,
      );
    },
    [announce, client, count, show, t, undo],
  );

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) void undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) void redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [undo, redo]);

  const state = useMemo(
    () => ({ done, undo, redo, canUndo: counts.past > 0, canRedo: counts.future > 0 }),
    [done, undo, redo, counts],
  );
  return <Context value={state}>{children}</Context>;
}

/** Whether keys belong to a field that text is typed into, which has an undo of its own. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "button", "range"].includes(target.type)
  );
}

export function useUndo(): Undo {
  return useContext(Context);
}
