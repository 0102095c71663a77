import { Alert, Button, Group, Paper, Skeleton, Stack, Text, Title, Tooltip } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Conflict } from "~/components/conflict";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert, ProblemList } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import type { Noun } from "./api";
import { DeleteDialog } from "./delete-dialog";
import classes from "./document.module.css";
import { Guard } from "./guard";
import type { Editor } from "./use-editor";

const texts = defineTexts({
  en: {
    save: "Save",
    make: "Create",
    discard: "Discard changes",
    dirty: "There are unsaved changes",
    clean: "Everything is saved",
    cleanNew: "Nothing is filled in yet",
    filled: "Not saved yet",
    remove: "Delete",
    missing: "There is nothing with this code",
    missingText: "It may have been deleted, or the address is mistyped.",
    refused: "This could not be saved",
    mend: "This could not be saved: mend what is marked above",
  },
  de: {
    save: "Speichern",
    make: "Anlegen",
    discard: "Änderungen verwerfen",
    dirty: "Es gibt ungespeicherte Änderungen",
    clean: "Alles ist gespeichert",
    cleanNew: "Noch ist nichts eingetragen",
    filled: "Noch nicht gespeichert",
    remove: "Löschen",
    missing: "Unter diesem Code gibt es nichts",
    missingText: "Vielleicht wurde es gelöscht, oder die Adresse ist vertippt.",
    refused: "Das konnte nicht gespeichert werden",
    mend: "Das konnte nicht gespeichert werden: Beheben Sie, was oben markiert ist",
  },
});

interface EditorFrameProps<N extends Noun> {
  editor: Editor<N>;
  /** What stands above something new; what exists has its name there. */
  newTitle?: string;
  /** JSON pointers of the fields that show their own problems. */
  fields: string[];
  /** Why it cannot be deleted, when that is known beforehand. */
  keptBecause?: string | undefined;
  fieldLabel: (field: string) => string;
  /** What stands beside its name. */
  badge?: ReactNode;
  /** What can be done beside saving, in the bar at the end. */
  actions?: ReactNode;
  /** Other words for saving. */
  saveLabel?: string;
  children: ReactNode;
}

/** What every editor has: saving, discarding, deleting, conflicts, and problems that belong to no field. */
export function EditorFrame<N extends Noun>(props: EditorFrameProps<N>) {
  const { editor, newTitle, fields, keptBecause, fieldLabel, badge, actions, saveLabel, children } = props;
  const t = useTexts(texts);
  const [isDeleting, setDeleting] = useState(false);
  const { draft, error, conflict, loadError, isDirty, isTouched, isSaving, isNew } = editor;
  if (loadError) {
    const isMissing = "isMissing" in loadError && loadError.isMissing;
    return isMissing ? (
      <EmptyState title={t("missing")} text={t("missingText")} />
    ) : (
      <ProblemAlert error={loadError} />
    );
  }
  if (!draft) return <Skeleton height={420} radius="lg" />;
  const title = isNew && newTitle ? newTitle : editor.name;
  const elsewhere = editor.elsewhere(fields);
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void editor.save();
      }}
    >
      <Stack>
        <Group justify="space-between">
          <Group gap="xs">
            <Title order={2}>{title}</Title>
            {badge}
          </Group>
          {!isNew && (
            <Tooltip label={keptBecause} disabled={!keptBecause}>
              <Button
                variant="default"
                data-disabled={keptBecause ? true : undefined}
                aria-disabled={keptBecause ? true : undefined}
                aria-description={keptBecause}
                onClick={() => !keptBecause && setDeleting(true)}
              >
                {t("remove")}
              </Button>
            </Tooltip>
          )}
        </Group>
        {error && error.problems.length === 0 && <ProblemAlert error={error} />}
        {elsewhere.length > 0 && (
          <Alert color="red" role="alert" title={t("refused")}>
            <ProblemList problems={elsewhere} />
          </Alert>
        )}
        {children}
        <Paper p="sm" className={classes.saveBar} data-dirty={isDirty || error !== undefined || undefined}>
          <Group justify="space-between" gap="xs">
            <Text
              size="sm"
              role="status"
              c={error ? "var(--mantine-color-error)" : isDirty ? undefined : "dimmed"}
            >
              {error
                ? t("mend")
                : t(isTouched ? "dirty" : isNew ? (isDirty ? "filled" : "cleanNew") : "clean")}
            </Text>
            <Group gap="xs">
              <Button variant="default" disabled={!isDirty} onClick={editor.reset}>
                {t("discard")}
              </Button>
              <Button
                type="submit"
                variant={actions ? "default" : "filled"}
                disabled={!isDirty}
                loading={isSaving}
              >
                {saveLabel ?? t(isNew ? "make" : "save")}
              </Button>
              {actions}
            </Group>
          </Group>
        </Paper>
      </Stack>
      {conflict && (
        <Conflict
          mine={conflict.mine as Record<string, unknown>}
          theirs={conflict.theirs as Record<string, unknown>}
          label={fieldLabel}
          onKeepTheirs={editor.keepTheirs}
          onKeepMine={() => void editor.keepMine()}
        />
      )}
      {isDeleting && <DeleteDialog editor={editor} name={title} onClose={() => setDeleting(false)} />}
      <Guard isDirty={isTouched} />
    </form>
  );
}
