import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { asProblem, type ProblemDetail, type ProblemError } from "~/api/problem";
import { useUndo } from "~/app/undo";
import { differences } from "~/components/conflict";
import { problemAt, problemsElsewhere } from "~/components/problems";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import { type Documents, deleteDocument, documentQuery, NEW, type Noun, saveDocument } from "./api";

export { NEW } from "./api";

const texts = defineTexts({
  en: {
    made: "{name} was made",
    saved: "{name} was saved",
    removed: "{name} was removed",
    taken: "This code is in use already",
    takenHint: "choose another one, or edit what has it",
    codeless: "The code is missing",
    codelessHint: "write a short name of letters, digits and _",
  },
  de: {
    made: "{name} wurde angelegt",
    saved: "{name} wurde gespeichert",
    removed: "{name} wurde entfernt",
    taken: "Dieser Code wird schon verwendet",
    takenHint: "wählen Sie einen anderen, oder bearbeiten Sie, was ihn hat",
    codeless: "Der Code fehlt",
    codelessHint: "schreiben Sie einen kurzen Namen aus Buchstaben, Ziffern und _",
  },
});

interface EditorOptions<N extends Noun> {
  noun: N;
  /** The code in the address. */
  code: string;
  /** What a new one starts with. */
  empty: Documents[N];
  nameOf: (document: Documents[N]) => string;
  /** Where the list of them is. */
  list: string;
  /** A new one starts with so much that it can be saved as it is. */
  isFilled?: boolean;
  /** Brings what is being written into its final form just before it is sent. */
  settle?: (draft: Documents[N]) => Promise<Documents[N]>;
  /** Where somebody goes who made a new one; without it, to the list. */
  afterMaking?: (code: string) => string;
}

type Fields = Record<string, unknown>;
const NONE: ProblemDetail[] = [];

/**
 * Edits one document: what is stored, what was changed here, saving against the version that was read,
 * and what speaks against it. Changes of others do not touch what is being written.
 */
export function useEditor<N extends Noun>(options: EditorOptions<N>) {
  type T = Documents[N];
  const { noun, code, empty, nameOf, isFilled = false } = options;
  const t = useTexts(texts);
  const client = useQueryClient();
  const navigate = useNavigate();
  const { done } = useUndo();
  const { language } = useLanguage();
  const isNew = code === NEW;
  const stored = useQuery(documentQuery(noun, isNew ? undefined : code));
  const [edit, setEdit] = useState<{ draft: T; base: T; etag: string | null }>();
  const [conflict, setConflict] = useState<{ theirs: T; etag: string | null; mine: T }>();
  const [error, setError] = useState<ProblemError>();
  const [isSaving, setSaving] = useState(false);
  const read = isNew ? empty : stored.data?.data;
  const draft = edit?.draft ?? read;
  const name = draft ? nameOf(draft) : code;
  const isTouched = edit !== undefined && differences(edit.draft as Fields, edit.base as Fields).length > 0;
  const isDirty = isTouched || (isNew && isFilled);
  const problems = error?.problems ?? NONE;
  const problem = useCallback(
    (pointer: string) => problemAt(problems, pointer, language),
    [problems, language],
  );

  const readTag = isNew ? null : (stored.data?.etag ?? null);
  const change = useCallback(
    (fields: Partial<T>) =>
      // From what was changed last, which may not be drawn yet.
      setEdit((edit) => {
        if (!read) return edit;
        const before = edit ?? { draft: read, base: read, etag: readTag };
        return { ...before, draft: { ...before.draft, ...fields } };
      }),
    [read, readTag],
  );
  const reset = () => {
    setEdit(undefined);
    setError(undefined);
    setConflict(undefined);
  };
  const refuse = (message: string, hint: string) =>
    setError(
      Object.assign(asProblem(message), { problems: [{ code: "", pointer: "/code", message, hint }] }),
    );

  // What was changed is saved or gone by now, so that leaving asks nothing.
  const leave = (to: string) => navigate({ to, ignoreBlocker: true });

  const write = async (document: T, etag: string | null) => {
    const key = isNew ? (document.code ?? "") : code;
    setError(undefined);
    try {
      const { revision } = await saveDocument(noun, key, document, isNew ? NEW : etag);
      await client.invalidateQueries({ queryKey: [noun] });
      reset();
      done({ what: t(isNew ? "made" : "saved", { name: nameOf(document) }), revision });
      if (isNew) await leave(options.afterMaking?.(key) ?? options.list);
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.isConflict && isNew) return refuse(t("taken"), t("takenHint"));
      if (!problem.isConflict) return setError(problem);
      const now = await client.fetchQuery({ ...documentQuery(noun, code), staleTime: 0 });
      setConflict({ theirs: now.data, etag: now.etag, mine: document });
    }
  };
  /** Saves what was changed, and some fields with it. */
  const save = async (fields: Partial<T> = {}) => {
    if (!draft || (!isDirty && Object.keys(fields).length === 0)) return;
    if (isNew && !draft.code) return refuse(t("codeless"), t("codelessHint"));
    setSaving(true);
    try {
      const settled = options.settle ? await options.settle(draft) : draft;
      await write({ ...settled, ...fields }, edit ? edit.etag : (stored.data?.etag ?? null));
    } catch (thrown) {
      setError(asProblem(thrown));
    } finally {
      setSaving(false);
    }
  };
  /** Throws what speaks against it. */
  const remove = async () => {
    const { revision } = await deleteDocument(noun, code, stored.data?.etag ?? null);
    reset();
    // Noted before the list is there: who sees it empty may take it back at once.
    const going = leave(options.list);
    done({ what: t("removed", { name }), revision });
    await going;
  };

  return {
    isNew,
    /** What it is called, also while it is renamed. */
    name,
    draft,
    change,
    reset,
    save,
    remove,
    isDirty,
    /** Whether leaving would lose something. */
    isTouched,
    isSaving,
    conflict,
    error,
    loadError: isNew ? null : stored.error,
    problem,
    /** The problems that no field shows. */
    elsewhere: (pointers: string[]) => problemsElsewhere(problems, pointers),
    keepMine: async () => {
      if (!conflict) return;
      setConflict(undefined);
      setEdit({ draft: conflict.mine, base: conflict.theirs, etag: conflict.etag });
      await write(conflict.mine, conflict.etag);
    },
    keepTheirs: reset,
  };
}

export type Editor<N extends Noun> = ReturnType<typeof useEditor<N>>;
