import { ActionIcon, Menu } from "@mantine/core";
import { IconArchive, IconBolt, IconCopy, IconDots, IconPlayerPause, IconTrash } from "@tabler/icons-react";
import type { ConditionNoun } from "~/components/condition/api";
import { Beside, useOverlay } from "~/components/overlay";
import { defineTexts, useTexts } from "~/i18n";
import { statusOf } from "./api";
import { ruleTexts } from "./rule-texts";
import type { ListActions } from "./use-list-actions";

const texts = defineTexts({
  en: { actions: "Actions for {name}", duplicate: "Duplicate", remove: "Delete" },
  de: { actions: "Aktionen für {name}", duplicate: "Duplizieren", remove: "Löschen" },
});

interface RowActionsProps {
  noun: ConditionNoun;
  document: { code?: string; name?: string; status?: string };
  actions: ListActions;
}

/** What can be done with one rule, guideline or condition of a list; only the first two have a status. */
export function RowActions({ noun, document, actions }: RowActionsProps) {
  const t = useTexts(texts);
  const { button, isMade, overlay, target } = useOverlay<HTMLButtonElement>("menu");
  return (
    <>
      <ActionIcon
        {...button}
        variant="subtle"
        color="gray"
        aria-label={t("actions", { name: document.name || (document.code ?? "") })}
      >
        <IconDots size={18} />
      </ActionIcon>
      {isMade && (
        <Menu {...overlay} position="bottom-end">
          <Menu.Target>
            <Beside target={target} />
          </Menu.Target>
          <Menu.Dropdown>
            {noun !== "conditions" && <StatusItems noun={noun} document={document} actions={actions} />}
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={16} aria-hidden />}
              onClick={() => actions.remove(document)}
            >
              {t("remove")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function StatusItems({ noun, document, actions }: RowActionsProps) {
  const t = useTexts(texts);
  const words = useTexts(ruleTexts);
  const status = statusOf(document.status);
  return (
    <>
      {status === "active" ? (
        <Menu.Item
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          onClick={() => actions.set(document, "paused")}
        >
          {words("pause")}
        </Menu.Item>
      ) : (
        <Menu.Item
          leftSection={<IconBolt size={16} aria-hidden />}
          onClick={() => actions.set(document, "active")}
        >
          {words("activate")}
        </Menu.Item>
      )}
      {noun === "rules" && (
        <Menu.Item
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={() => actions.duplicate(document)}
        >
          {t("duplicate")}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconArchive size={16} aria-hidden />}
        onClick={() => actions.set(document, status === "archived" ? "draft" : "archived")}
      >
        {words(status === "archived" ? "restore" : "archive")}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
