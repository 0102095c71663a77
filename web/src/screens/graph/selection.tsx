import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import {
  IconArrowsDiagonal,
  IconArrowsDiagonalMinimize2,
  IconExternalLink,
  IconLink,
  IconRoute,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { OriginBadge } from "~/components/origin";
import { TypeBadge } from "~/components/relation-type";
import { StatusBadge } from "~/components/status";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { GraphEdge } from "./api";
import { nameIn, type Scene } from "./scene";

const texts = defineTexts({
  en: {
    selection: "Selection",
    none: "Select a product or a relation, in the picture or in the tables. Two products can be linked.",
    many: "{count, number} products selected",
    linking: "Linking from {name}: choose the second product.",
    cancel: "Cancel",
    expand: "Expand",
    collapse: "Collapse",
    linkFrom: "Link from here",
    link: "Link the two",
    path: "Find a way between them",
    open: "Open",
    remove: "Remove relation",
    edge: "{source} → {target}",
    weight: "Weight {weight}, position {position, number}",
    clear: "Clear selection",
  },
  de: {
    selection: "Auswahl",
    none: "Wählen Sie ein Produkt oder eine Beziehung, im Bild oder in den Tabellen. Zwei Produkte lassen sich verknüpfen.",
    many: "{count, number} Produkte ausgewählt",
    linking: "Verknüpfen von {name} aus: Wählen Sie das zweite Produkt.",
    cancel: "Abbrechen",
    expand: "Erweitern",
    collapse: "Einklappen",
    linkFrom: "Von hier aus verknüpfen",
    link: "Die beiden verknüpfen",
    path: "Weg zwischen ihnen suchen",
    open: "Öffnen",
    remove: "Beziehung entfernen",
    edge: "{source} → {target}",
    weight: "Gewicht {weight}, Position {position, number}",
    clear: "Auswahl aufheben",
  },
});

interface SelectionProps {
  scene: Scene;
  selected: ReadonlySet<string>;
  edge: GraphEdge | undefined;
  expanded: ReadonlySet<string>;
  linkFrom: string | undefined;
  onExpand: (sku: string) => void;
  onLinkAt: (sku: string) => void;
  onLink: (source: string, target: string) => void;
  onPath: (from: string, to: string) => void;
  onCancel: () => void;
  onClear: () => void;
  onRemove: (edge: GraphEdge) => void;
}

/** What can be done with what is selected. */
export function SelectionBar(props: SelectionProps) {
  const { scene, selected, edge, linkFrom, onCancel, onClear } = props;
  const t = useTexts(texts);
  const [first, second] = [...selected];
  const isEmpty = selected.size === 0 && !edge && linkFrom === undefined;
  return (
    <Paper p="sm" component="section" aria-label={t("selection")} mih={84} tabIndex={-1}>
      <Stack gap="xs">
        {linkFrom !== undefined && (
          <Group justify="space-between" gap="xs" role="status">
            <Text size="sm" fw={600}>
              {t("linking", { name: nameIn(scene, linkFrom) })}
            </Text>
            <Button size="compact-sm" variant="default" onClick={onCancel}>
              {t("cancel")}
            </Button>
          </Group>
        )}
        {isEmpty && (
          <Text size="sm" c="dimmed">
            {t("none")}
          </Text>
        )}
        {edge && <EdgeActions {...props} edge={edge} />}
        {!edge && first !== undefined && second === undefined && <OneProduct {...props} sku={first} />}
        {!edge && first !== undefined && second !== undefined && (
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={600}>
              {selected.size === 2
                ? t("edge", { source: nameIn(scene, first), target: nameIn(scene, second) })
                : t("many", { count: selected.size })}
            </Text>
            <Group gap="xs">
              {selected.size === 2 && <PairActions {...props} first={first} second={second} />}
              <Button size="compact-sm" variant="default" onClick={onClear}>
                {t("clear")}
              </Button>
            </Group>
          </Group>
        )}
      </Stack>
    </Paper>
  );
}

function OneProduct({
  scene,
  sku,
  expanded,
  linkFrom,
  onExpand,
  onLinkAt,
}: SelectionProps & { sku: string }) {
  const t = useTexts(texts);
  const isOpen = expanded.has(sku);
  const ExpandIcon = isOpen ? IconArrowsDiagonalMinimize2 : IconArrowsDiagonal;
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm" fw={600}>
        {nameIn(scene, sku)}
      </Text>
      <Group gap="xs">
        <Button
          size="compact-sm"
          leftSection={<ExpandIcon size={15} aria-hidden />}
          onClick={() => onExpand(sku)}
        >
          {t(isOpen ? "collapse" : "expand")}
        </Button>
        {linkFrom === undefined && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconLink size={15} aria-hidden />}
            onClick={() => onLinkAt(sku)}
          >
            {t("linkFrom")}
          </Button>
        )}
        {scene.bySku.get(sku)?.known && (
          <Button
            size="compact-sm"
            variant="default"
            component={Link}
            to={`/products/${encodeURIComponent(sku)}`}
            leftSection={<IconExternalLink size={15} aria-hidden />}
          >
            {t("open")}
          </Button>
        )}
      </Group>
    </Group>
  );
}

function PairActions({ first, second, onLink, onPath }: SelectionProps & { first: string; second: string }) {
  const t = useTexts(texts);
  return (
    <>
      <Button
        size="compact-sm"
        leftSection={<IconLink size={15} aria-hidden />}
        onClick={() => onLink(first, second)}
      >
        {t("link")}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconRoute size={15} aria-hidden />}
        onClick={() => onPath(first, second)}
      >
        {t("path")}
      </Button>
    </>
  );
}

function EdgeActions({ scene, edge, onRemove }: SelectionProps & { edge: GraphEdge }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const values = { source: nameIn(scene, edge.source), target: nameIn(scene, edge.target) };
  return (
    <Group justify="space-between" gap="xs">
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          {t("edge", values)}
        </Text>
        <Group gap={6}>
          <TypeBadge code={edge.type} withHelp />
          <OriginBadge origin={edge.origin} />
          <StatusBadge status={edge.status} />
          <Text size="xs" c="dimmed">
            {t("weight", { weight: formats.number(edge.weight, 3), position: edge.position })}
          </Text>
        </Group>
      </Stack>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconTrash size={15} aria-hidden />}
        onClick={(event) => {
          // The button goes away with the relation.
          event.currentTarget.closest("section")?.focus();
          onRemove(edge);
        }}
      >
        {t("remove")}
      </Button>
    </Group>
  );
}
