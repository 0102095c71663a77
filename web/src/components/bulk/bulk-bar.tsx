import { Button, Group, Paper, Text } from "@mantine/core";
import { IconCopy, IconEyeOff, IconLink, IconUnlink, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useKeys } from "~/app/keys";
import { isTyping } from "~/app/undo";
import { defineTexts, useTexts } from "~/i18n";
import type { BulkKind } from "./api";
import classes from "./bulk-bar.module.css";
import { BulkDialog } from "./bulk-dialog";
import type { Select } from "./selection";

const texts = defineTexts({
  en: {
    bar: "Selection",
    selected: "{count, plural, one {# selected} other {# selected}}",
    all: "Select all {total, number} that match",
    link: "Link to a product",
    copy: "Copy relations from",
    unlink: "Unlink",
    exclude: "Exclude",
    clear: "Clear the selection",
  },
  de: {
    bar: "Auswahl",
    selected: "{count, plural, one {# ausgewählt} other {# ausgewählt}}",
    all: "Alle {total, number} passenden auswählen",
    link: "Mit einem Produkt verknüpfen",
    copy: "Beziehungen kopieren von",
    unlink: "Verknüpfung lösen",
    exclude: "Ausschließen",
    clear: "Auswahl aufheben",
  },
});

const ACTIONS = [
  { kind: "link", key: "l", Icon: IconLink },
  { kind: "copy", key: "c", Icon: IconCopy },
  { kind: "unlink", key: "u", Icon: IconUnlink },
  { kind: "exclude", key: "o", Icon: IconEyeOff },
] as const;

interface BulkBarProps {
  /** How many products are selected. */
  count: number;
  /** How many could be, on all pages. */
  total: number;
  select: Select;
  isAll: boolean;
  onSelectAll: () => void;
  onClear: () => void;
  onDone: () => void;
}

/** What can be done to the selection; it stays in sight while the list scrolls. */
export function BulkBar({ count, total, select, isAll, onSelectAll, onClear, onDone }: BulkBarProps) {
  const t = useTexts(texts);
  const { enabled } = useKeys();
  const [kind, setKind] = useState<BulkKind | null>(null);
  useEffect(() => {
    if (!enabled || count === 0) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("[role=dialog]")) return;
      const action = ACTIONS.find(({ key }) => key === event.key);
      if (!action) return;
      event.preventDefault();
      setKind(action.kind);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [enabled, count]);
  if (count === 0) return null;
  return (
    <Paper className={classes.bar} component="section" aria-label={t("bar")} p="xs" shadow="md">
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Text size="sm" fw={600} role="status" className="tabular">
            {t("selected", { count })}
          </Text>
          {!isAll && count < total && (
            <Button variant="subtle" size="compact-sm" onClick={onSelectAll}>
              {t("all", { total })}
            </Button>
          )}
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconX size={14} aria-hidden />}
            onClick={onClear}
          >
            {t("clear")}
          </Button>
        </Group>
        <Group gap={6}>
          {ACTIONS.map(({ kind, key, Icon }) => (
            <Button
              key={kind}
              variant={kind === "link" ? "filled" : "default"}
              leftSection={<Icon size={16} aria-hidden />}
              aria-keyshortcuts={enabled ? key : undefined}
              aria-haspopup="dialog"
              onClick={() => setKind(kind)}
            >
              {t(kind)}
            </Button>
          ))}
        </Group>
      </Group>
      {kind && (
        <BulkDialog kind={kind} select={select} count={count} onClose={() => setKind(null)} onDone={onDone} />
      )}
    </Paper>
  );
}
