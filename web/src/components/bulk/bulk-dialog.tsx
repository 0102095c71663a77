import { Button, Group, Loader, Modal, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useUndo } from "~/app/undo";
import { ProblemAlert } from "~/components/problem-alert";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { ActionForm } from "./action-form";
import { type BulkAction, type BulkKind, bulkEdit } from "./api";
import classes from "./bulk-dialog.module.css";
import { actionOf, type Draft, emptyDraft } from "./draft";
import { BulkPreview, changesOf } from "./preview";
import type { Select } from "./selection";

const texts = defineTexts({
  en: {
    link: "Link {count, plural, one {# product} other {# products}}",
    unlink: "Unlink {count, plural, one {# product} other {# products}}",
    copy: "Copy relations to {count, plural, one {# product} other {# products}}",
    exclude: "Exclude from {count, plural, one {# product} other {# products}}",
    include: "Take exclusions back from {count, plural, one {# product} other {# products}}",
    ask: "Preview",
    waiting: "What would happen is being worked out",
    cancel: "Cancel",
    apply: "Apply {count, plural, one {# change} other {# changes}}",
    applyOthers: "Apply the other {count, plural, one {# change} other {# changes}}",
    missing: "Choose the product, then you see here what would happen.",
    doneLink: "Linked {count, plural, one {# product} other {# products}} to {targets} as {type}",
    doneUnlink: "Removed {changes, plural, one {# relation} other {# relations}} as {type}",
    doneCopy: "Copied relations of {from} to {count, plural, one {# product} other {# products}}",
    doneExclude: "Excluded {targets} as {type} from {count, plural, one {# product} other {# products}}",
    doneInclude: "Took back exclusions of {targets} as {type}",
  },
  de: {
    link: "{count, plural, one {# Produkt} other {# Produkte}} verknüpfen",
    unlink: "Verknüpfung von {count, plural, one {# Produkt} other {# Produkten}} lösen",
    copy: "Beziehungen auf {count, plural, one {# Produkt} other {# Produkte}} kopieren",
    exclude: "Bei {count, plural, one {# Produkt} other {# Produkten}} ausschließen",
    include: "Ausschlüsse bei {count, plural, one {# Produkt} other {# Produkten}} zurücknehmen",
    ask: "Vorschau",
    waiting: "Was geschehen würde, wird ermittelt",
    cancel: "Abbrechen",
    apply: "{count, plural, one {# Änderung} other {# Änderungen}} ausführen",
    applyOthers: "{count, plural, one {Die andere Änderung} other {Die anderen # Änderungen}} ausführen",
    missing: "Wählen Sie das Produkt, dann sehen Sie hier, was geschehen würde.",
    doneLink: "{count, plural, one {# Produkt} other {# Produkte}} mit {targets} verknüpft als {type}",
    doneUnlink: "{changes, plural, one {# Beziehung} other {# Beziehungen}} entfernt: {type}",
    doneCopy: "Beziehungen von {from} auf {count, plural, one {# Produkt} other {# Produkte}} kopiert",
    doneExclude:
      "{targets} bei {count, plural, one {# Produkt} other {# Produkten}} ausgeschlossen als {type}",
    doneInclude: "Ausschlüsse von {targets} zurückgenommen: {type}",
  },
});

/** Up to so many products a preview is made by itself; for more it waits to be asked. */
const PREVIEW_BY_ITSELF_MAX = 2_000;
/** A choice is previewed once it rests this long. */
const CHOICE_RESTS_MS = 200;

interface BulkDialogProps {
  kind: BulkKind;
  select: Select;
  count: number;
  onClose: () => void;
  /** After the edit was made. */
  onDone: () => void;
}

/** One edit of many products: what to do, what would happen, do it. */
export function BulkDialog({ kind, select, count, onClose, onDone }: BulkDialogProps) {
  const t = useTexts(texts);
  const { done } = useUndo();
  const say = useSentence();
  const { types } = useRelationTypes();
  const preferred = types.find(({ code }) => code === "accessory") ?? types[0];
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(kind, preferred?.code ?? null));
  const action = actionOf(draft);
  const preview = usePreview(select, action, count);
  const apply = useMutation({
    mutationFn: (action: BulkAction) => bulkEdit(select, action, { dryRun: false }),
    onSuccess: (result) => {
      done({ what: say(draft, result.selected, changesOf(result)), revision: result.revision ?? null });
      onDone();
      onClose();
    },
  });
  const result = preview.data;
  const changes = result ? changesOf(result) : 0;
  const isReady = action !== null && result !== undefined && preview.isCurrent && changes > 0;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(draft.kind, { count })}
      closeButtonProps={{ "aria-label": t("cancel") }}
      size="lg"
      closeOnClickOutside={!apply.isPending}
    >
      <Stack>
        <ActionForm draft={draft} onChange={setDraft} />
        {action === null ? (
          <Text size="sm" c="dimmed">
            {t("missing")}
          </Text>
        ) : preview.error ? (
          <ProblemAlert error={preview.error} />
        ) : (
          <div style={preview.isCurrent ? undefined : { opacity: 0.6 }}>
            {result && <BulkPreview result={result} />}
            {preview.isWaiting && (
              <Group gap="xs" role="status">
                <Loader size={16} />
                <Text size="sm">{t("waiting")}</Text>
              </Group>
            )}
          </div>
        )}
        {apply.error && <ProblemAlert error={apply.error} />}
        <Group justify="flex-end" className={classes.actions}>
          <Button variant="default" onClick={onClose} disabled={apply.isPending}>
            {t("cancel")}
          </Button>
          {action !== null && preview.mustAsk ? (
            <Button onClick={preview.ask} loading={preview.isWaiting}>
              {t("ask")}
            </Button>
          ) : (
            <Button
              disabled={!isReady}
              loading={apply.isPending}
              onClick={() => action && apply.mutate(action)}
            >
              {t((result?.report.rejected ?? 0) > 0 ? "applyOthers" : "apply", { count: changes })}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

/** A dry run of the edit at hand, made by itself or when asked. */
function usePreview(select: Select, action: BulkAction | null, count: number) {
  const key = JSON.stringify(action);
  const [settled] = useDebouncedValue(key, CHOICE_RESTS_MS);
  const [asked, setAsked] = useState<string | null>(null);
  const wanted = count <= PREVIEW_BY_ITSELF_MAX || asked === settled;
  const query = useQuery({
    queryKey: ["bulk-preview", select, settled],
    queryFn: ({ signal }) => bulkEdit(select, JSON.parse(settled) as BulkAction, { dryRun: true, signal }),
    enabled: wanted && settled !== "null",
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return {
    data: query.data,
    error: query.error,
    /** Whether what is shown belongs to what is chosen. */
    isCurrent: settled === key && wanted && !query.isPlaceholderData && query.data !== undefined,
    isWaiting: query.isFetching,
    mustAsk: !wanted || settled !== key ? count > PREVIEW_BY_ITSELF_MAX && asked !== key : false,
    ask: () => setAsked(key),
  };
}

/** What was done, for the history of this screen. */
function useSentence() {
  const t = useTexts(texts);
  const formats = useFormats();
  const { look } = useRelationTypes();
  return (draft: Draft, count: number, changes: number): string => {
    const targets = formats.list(draft.targets.map(({ name, sku }) => name ?? sku));
    const type = draft.type ? look(draft.type).label : "";
    const key = {
      link: "doneLink",
      unlink: "doneUnlink",
      copy: "doneCopy",
      exclude: "doneExclude",
      include: "doneInclude",
    } as const;
    return t(key[draft.kind], {
      count,
      changes,
      targets,
      type,
      from: draft.from?.name ?? draft.from?.sku ?? "",
    });
  };
}
