import { ActionIcon, Menu } from "@mantine/core";
import {
  IconDots,
  IconEdit,
  IconExternalLink,
  IconEye,
  IconEyeOff,
  IconHelpCircle,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Beside, useOverlay } from "~/components/overlay";
import { defineTexts, useTexts } from "~/i18n";
import { type LaneRow, ruleOf, targetName } from "./api";
import { useBench } from "./bench";
import { isEditable, isOwn } from "./order";
import { OwnItems } from "./own-items";
import { useRowActions } from "./use-row-actions";

const texts = defineTexts({
  en: {
    menu: "More for {name}",
    hide: "Hide …",
    show: "Show again …",
    why: "Why is it here?",
    open: "Open this product",
    parent: "Edit at the parent",
    rule: "Open the rule",
    remove: "Remove",
  },
  de: {
    menu: "Mehr zu {name}",
    hide: "Ausblenden …",
    show: "Wieder zeigen …",
    why: "Warum steht es hier?",
    open: "Dieses Produkt öffnen",
    parent: "Beim Hauptprodukt bearbeiten",
    rule: "Regel öffnen",
    remove: "Entfernen",
  },
});

const icon = { size: 16, "aria-hidden": true } as const;

interface RowMenuProps {
  row: LaneRow;
  tabIndex: number;
}

/** Everything that can be done to a row, for a single press. */
export function RowMenu({ row, tabIndex }: RowMenuProps) {
  const t = useTexts(texts);
  const { button, isMade, overlay, target } = useOverlay<HTMLButtonElement>("menu");
  return (
    <>
      <ActionIcon
        {...button}
        variant="subtle"
        color="gray"
        tabIndex={tabIndex}
        aria-label={t("menu", { name: targetName(row) })}
      >
        <IconDots size={18} />
      </ActionIcon>
      {isMade && (
        <Menu {...overlay} position="bottom-end" width={250} returnFocus>
          <Menu.Target>
            <Beside target={target} />
          </Menu.Target>
          <Menu.Dropdown>
            <Items row={row} />
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function Items({ row }: { row: LaneRow }) {
  const t = useTexts(texts);
  const { sku, open } = useBench();
  const act = useRowActions(row);
  const own = isOwn(row, sku);
  const editable = isEditable(row, sku);
  return (
    <>
      <Menu.Item leftSection={<IconHelpCircle {...icon} />} onClick={() => open({ kind: "why", row })}>
        {t("why")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconExternalLink {...icon} />}
        renderRoot={(props: object) => <Link to="/products/$sku" params={{ sku: row.target }} {...props} />}
      >
        {t("open")}
      </Menu.Item>
      <Menu.Divider />
      {editable && <OwnItems row={row} />}
      {row.derived && (
        <Menu.Item
          leftSection={<IconEdit {...icon} />}
          renderRoot={(props: object) => <Link to="/rules/$code" params={{ code: ruleOf(row) }} {...props} />}
        >
          {t("rule")}
        </Menu.Item>
      )}
      {!own && !row.derived && (
        <Menu.Item
          leftSection={<IconEdit {...icon} />}
          renderRoot={(props: object) => <Link to="/products/$sku" params={{ sku: row.source }} {...props} />}
        >
          {t("parent")}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={row.status === "excluded" ? <IconEye {...icon} /> : <IconEyeOff {...icon} />}
        onClick={act.hide}
      >
        {t(row.status === "excluded" ? "show" : "hide")}
      </Menu.Item>
      {editable && (
        <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={act.remove}>
          {t("remove")}
        </Menu.Item>
      )}
    </>
  );
}
