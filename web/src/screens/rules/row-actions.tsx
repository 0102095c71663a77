import { ActionIcon, Menu } from "@mantine/core";
import { IconArchive, IconBolt, IconCopy, IconDots, IconPlayerPause, IconTrash } from "@tabler/icons-react";
import { Beside, useOverlay } from "~/components/overlay";
import { defineTexts, useTexts } from "~/i18n";
import { type RuleNoun, statusOf } from "./api";
import { ruleTexts } from "./rule-texts";
import type { ListActions } from "./use-list-actions";

const texts = defineTexts({
  en: { actions: "Actions for {name}", duplicate: "Duplicate", remove: "Delete" },
  de: { actions: "Aktionen für {name}", duplicate: "Duplizieren", remove: "Löschen" },
});

interface RowActionsProps {
  noun: RuleNoun;
  document: { code?: string; name?: string; status?: string };
  actions: ListActions;
}

/** What can be done with one rule or guideline of a list. */
export function RowActions({ noun, document, actions }: RowActionsProps) {
  const t = useTexts(texts);
  const words = useTexts(ruleTexts);
  const { button, isMade, overlay, target } = useOverlay<HTMLButtonElement>("menu");
  const status = statusOf(document.status);
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
