import { ActionIcon, Menu } from "@mantine/core";
import {
  IconArrowBarToDown,
  IconArrowBarToUp,
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconEdit,
  IconExternalLink,
  IconEye,
  IconEyeOff,
  IconHelpCircle,
  IconList,
  IconListNumbers,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { Beside, useOverlay } from "~/components/overlay";
import { defineTexts, useTexts } from "~/i18n";
import { type LaneRow, targetName } from "./api";
import { useBench } from "./bench";
import { canMove, isOwn, isPinned } from "./order";
import { useRowActions } from "./use-row-actions";

const texts = defineTexts({
  en: {
    menu: "More for {name}",
    up: "Move up",
    down: "Move down",
    top: "To the top",
    bottom: "To the end",
    position: "To position …",
    lane: "To another lane …",
    pin: "Pin to a place …",
    unpin: "Unpin",
    hide: "Hide …",
    show: "Show again …",
    edit: "Edit details …",
    why: "Why is it here?",
    open: "Open this product",
    parent: "Edit at the parent",
    remove: "Remove",
  },
  de: {
    menu: "Mehr zu {name}",
    up: "Nach oben",
    down: "Nach unten",
    top: "An den Anfang",
    bottom: "Ans Ende",
    position: "Auf Position …",
    lane: "In eine andere Liste …",
    pin: "Auf einen Platz anheften …",
    unpin: "Nicht mehr anheften",
    hide: "Ausblenden …",
    show: "Wieder zeigen …",
    edit: "Einzelheiten bearbeiten …",
    why: "Warum steht es hier?",
    open: "Dieses Produkt öffnen",
    parent: "Beim Hauptprodukt bearbeiten",
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
      {own ? (
        <OwnItems row={row} />
      ) : (
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
      {own && (
        <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={act.remove}>
          {t("remove")}
        </Menu.Item>
      )}
    </>
  );
}

/** What only the product that has the relation can do to it. */
function OwnItems({ row }: { row: LaneRow }) {
  const t = useTexts(texts);
  const { sku, open, types } = useBench();
  const act = useRowActions(row);
  const movable = canMove(row, sku);
  const pinned = isPinned(row);
  return (
    <>
      <Menu.Item leftSection={<IconArrowUp {...icon} />} disabled={!movable} onClick={() => act.by(-1)}>
        {t("up")}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowDown {...icon} />} disabled={!movable} onClick={() => act.by(1)}>
        {t("down")}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowBarToUp {...icon} />} disabled={!movable} onClick={act.toTop}>
        {t("top")}
      </Menu.Item>
      <Menu.Item leftSection={<IconArrowBarToDown {...icon} />} disabled={!movable} onClick={act.toEnd}>
        {t("bottom")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconListNumbers {...icon} />}
        disabled={!movable || pinned}
        onClick={() => open({ kind: "position", row })}
      >
        {t("position")}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconList {...icon} />}
        disabled={!movable || types.length < 2}
        onClick={() => open({ kind: "lane", row })}
      >
        {t("lane")}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconPin {...icon} />} onClick={() => open({ kind: "pin", row })}>
        {t("pin")}
      </Menu.Item>
      {pinned && (
        <Menu.Item leftSection={<IconPinnedOff {...icon} />} onClick={act.togglePin}>
          {t("unpin")}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconEdit {...icon} />} onClick={() => open({ kind: "edit", row })}>
        {t("edit")}
      </Menu.Item>
    </>
  );
}
