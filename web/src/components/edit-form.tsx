import { Button, Group, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { Read } from "~/api/client";
import { asProblem, type ProblemError } from "~/api/problem";
import { defineTexts, useTexts } from "~/i18n";
import { Conflict } from "./conflict";

const texts = defineTexts({
  en: { save: "Save", cancel: "Cancel" },
  de: { save: "Speichern", cancel: "Abbrechen" },
});

interface EditOptions<T, D, P> {
  stored: T;
  etag: string | null;
  draftOf: (stored: T) => D;
  /** What a draft changes; the other fields are left alone on the server. */
  patchOf: (before: D, after: D) => P;
  /** Writes it against the version that was read. */
  send: (patch: P, etag: string | null) => Promise<Read<unknown>>;
  /** Reads it as it is stored now. */
  reload: () => Promise<Read<T> | undefined>;
  onSaved: (revision: number | null, draft: D) => void;
  onClose: () => void;
}

/** Edits some fields of a thing; changes of others do not touch what is being typed. */
export function useEdit<T, D extends object, P extends object>(options: EditOptions<T, D, P>) {
  const { stored, draftOf, patchOf, send, reload, onSaved, onClose } = options;
  const [[base, etag]] = useState(() => [draftOf(stored), options.etag] as const);
  const [draft, setDraft] = useState<D>(base);
  const [error, setError] = useState<ProblemError | null>(null);
  const [theirs, setTheirs] = useState<Read<T> | null>(null);
  const [isSaving, setSaving] = useState(false);
  const patch = patchOf(base, draft);
  const save = async (matching: string | null) => {
    if (Object.keys(patch).length === 0) return onClose();
    setSaving(true);
    setError(null);
    try {
      const { revision } = await send(patch, matching);
      onSaved(revision, draft);
      onClose();
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (!problem.isConflict) return setError(problem);
      setTheirs((await reload()) ?? null);
    } finally {
      setSaving(false);
    }
  };
  return {
    draft,
    change: (fields: Partial<D>) => setDraft((all) => ({ ...all, ...fields })),
    patch,
    error,
    isSaving,
    /** What somebody else stored meanwhile. */
    theirs,
    save: () => save(etag),
    keepMine: () => {
      setTheirs(null);
      return save(theirs?.etag ?? null);
    },
    onClose,
  };
}

interface EditFormProps {
  edit: Pick<
    ReturnType<typeof useEdit<object, object, object>>,
    "patch" | "isSaving" | "theirs" | "save" | "keepMine" | "onClose"
  >;
  /** What a field is called. */
  label: (field: string) => string;
  children: ReactNode;
}

/** A form with its two ways out; somebody else's change in between is shown beside one's own. */
export function EditForm({ edit, label, children }: EditFormProps) {
  const t = useTexts(texts);
  const { patch, theirs, onClose } = edit;
  const now = theirs?.data as Record<string, unknown> | undefined;
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void edit.save();
        }}
      >
        <Stack>
          {children}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={edit.isSaving}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
      {now && (
        <Conflict
          mine={patch as Record<string, unknown>}
          theirs={Object.fromEntries(Object.keys(patch).map((field) => [field, now[field]]))}
          label={label}
          onKeepTheirs={onClose}
          onKeepMine={() => void edit.keepMine()}
        />
      )}
    </>
  );
}
