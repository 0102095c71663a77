import { Menu } from "@mantine/core";
import {
  IconArrowBarToDown,
  IconArrowBarToUp,
  IconArrowDown,
  IconArrowUp,
  IconEdit,
  IconList,
  IconListNumbers,
  IconPin,
  IconPinnedOff,
} from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/i18n";
import type { LaneRow } from "./api";
import { useBench } from "./bench";
import { canMove, isPinned } from "./order";
import { useRowActions } from "./use-row-actions";

const texts = defineTexts({
  en: {
    up: "Move up",
    down: "Move down",
    top: "To the top",
    bottom: "To the end",
    position: "To position …",
    lane: "To another lane …",
    pin: "Pin to a place …",
    unpin: "Unpin",
    edit: "Edit details …",
  },
  de: {
    up: "Nach oben",
    down: "Nach unten",
    top: "An den Anfang",
    bottom: "Ans Ende",
    position: "Auf Position …",
    lane: "In eine andere Liste …",
    pin: "Auf einen Platz anheften …",
    unpin: "Nicht mehr anheften",
    edit: "Einzelheiten bearbeiten …",
  },
});

const icon = { size: 16, "aria-hidden": true } as const;

/** What only the product that has the relation can do to it. */
export function OwnItems({ row }: { row: LaneRow }) {
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
