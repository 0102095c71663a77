import { ActionIcon, Group, Pagination, Stack, Tabs, Text, UnstyledButton } from "@mantine/core";
import { IconArrowsDiagonal, IconExternalLink, IconEye, IconLink, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from "react";
import { type Column, DataTable } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { ProductLine } from "~/components/product";
import { TypeBadge } from "~/components/relation-type";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { GraphEdge, GraphNode } from "./api";
import classes from "./graph.module.css";
import { nameIn, type Scene } from "./scene";
import { useStockWords } from "./stock-words";

const texts = defineTexts({
  en: {
    twin: "The scene as tables",
    products: "Products ({count, number})",
    relations: "Relations ({count, number})",
    product: "Product",
    counts: "Out · in",
    countsHelp: "{out, number} relations out, {in, number} in",
    actions: "Actions",
    expand: "Expand {name}",
    collapse: "Collapse {name}",
    linkFrom: "Link from {name}",
    linkTo: "Link to {name}",
    open: "Open {name}",
    find: "Show {name} in the picture",
    type: "Type",
    from: "From",
    to: "To",
    weight: "Weight",
    findEdge: "Show {source} → {target} in the picture",
    remove: "Remove {source} → {target}",
    edge: "{source} → {target}",
    none: "No relations here",
    noneText: "The products shown have no relations of these types with one another.",
    pages: "Pages of the table",
  },
  de: {
    twin: "Die Szene als Tabellen",
    products: "Produkte ({count, number})",
    relations: "Beziehungen ({count, number})",
    product: "Produkt",
    counts: "Ab · an",
    countsHelp: "{out, number} abgehende, {in, number} ankommende Beziehungen",
    actions: "Aktionen",
    expand: "{name} erweitern",
    collapse: "{name} einklappen",
    linkFrom: "Von {name} aus verknüpfen",
    linkTo: "Mit {name} verknüpfen",
    open: "{name} öffnen",
    find: "{name} im Bild zeigen",
    type: "Art",
    from: "Von",
    to: "Zu",
    weight: "Gewicht",
    findEdge: "{source} → {target} im Bild zeigen",
    remove: "{source} → {target} entfernen",
    edge: "{source} → {target}",
    none: "Hier gibt es keine Beziehungen",
    noneText: "Die gezeigten Produkte haben untereinander keine Beziehungen dieser Arten.",
    pages: "Seiten der Tabelle",
  },
});

/** Rows of one page; more would make typing wait. */
const PAGE_ROWS = 25;

export type TwinTab = "products" | "relations";

interface TwinProps {
  scene: Scene;
  isStale: boolean;
  expanded: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  selectedEdges: ReadonlySet<string>;
  linkFrom: string | undefined;
  tab: TwinTab;
  onTab: (tab: TwinTab) => void;
  onSelect: (skus: Set<string>) => void;
  onSelectEdges: (ids: Set<string>) => void;
  onFind: (sku: string) => void;
  onExpand: (sku: string) => void;
  /** Starts a link at a product, or ends it there. */
  onLinkAt: (sku: string) => void;
  onRemove: (edge: GraphEdge) => void;
}

/** The same products and relations as in the picture, with the same actions. */
export function Twin(props: TwinProps) {
  const t = useTexts(texts);
  const { scene, tab, onTab } = props;
  return (
    <Tabs
      value={tab}
      onChange={(value) => onTab(value === "relations" ? "relations" : "products")}
      aria-label={t("twin")}
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="products">{t("products", { count: scene.nodes.length })}</Tabs.Tab>
        <Tabs.Tab value="relations">{t("relations", { count: scene.edges.length })}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="products" pt="xs">
        <Products {...props} />
      </Tabs.Panel>
      <Tabs.Panel value="relations" pt="xs">
        <Relations {...props} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** A page of rows; goes to the page of what was selected last. */
function usePage<T>(rows: T[], id: (row: T) => string, selected: ReadonlySet<string>) {
  const [page, setPage] = useState(1);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_ROWS));
  const last = [...selected].at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection turns the page
  useEffect(() => {
    const at = rows.findIndex((row) => id(row) === last);
    if (at >= 0) setPage(Math.floor(at / PAGE_ROWS) + 1);
  }, [last]);
  const here = Math.min(page, pages);
  return { shown: rows.slice((here - 1) * PAGE_ROWS, here * PAGE_ROWS), here, pages, setPage };
}

function Pages({ here, pages, setPage }: { here: number; pages: number; setPage: (page: number) => void }) {
  const t = useTexts(texts);
  if (pages === 1) return null;
  return (
    <Pagination
      size="sm"
      total={pages}
      value={here}
      onChange={setPage}
      siblings={0}
      aria-label={t("pages")}
      getItemProps={(page) => ({ "aria-label": String(page) })}
      getControlProps={(control) => ({ "aria-label": control })}
    />
  );
}

interface ActProps {
  label: string;
  Icon: typeof IconLink;
  onClick: () => void;
  pressed?: boolean;
}

/** An action of a row. Its name is a title and not a tooltip, which would cost a hundred times more in a table. */
function Act({ label, Icon, onClick, pressed }: ActProps) {
  return (
    <ActionIcon
      variant={pressed ? "light" : "subtle"}
      color={pressed ? undefined : "gray"}
      size={28}
      title={label}
      aria-label={label}
      aria-pressed={pressed}
      onClick={onClick}
    >
      <Icon size={16} />
    </ActionIcon>
  );
}

function Products(props: TwinProps) {
  const { scene, isStale, expanded, selected, linkFrom, onSelect, onFind, onExpand, onLinkAt } = props;
  const t = useTexts(texts);
  const formats = useFormats();
  const stock = useStockWords();
  const { shown, ...pages } = usePage(scene.nodes, ({ sku }) => sku, selected);
  const nameOf = ({ sku, name }: GraphNode) => name ?? sku;
  const columns: Column<GraphNode>[] = [
    {
      id: "product",
      head: t("product"),
      minWidth: 150,
      cell: (node) => (
        <UnstyledButton
          className={classes.pick}
          title={t("find", { name: nameOf(node) })}
          onClick={() => onFind(node.sku)}
        >
          <ProductLine
            sku={node.sku}
            name={node.name}
            imageUrl={node.image_url}
            size={32}
            detail={stock(node)}
          />
        </UnstyledButton>
      ),
    },
    {
      id: "counts",
      head: t("counts"),
      align: "right",
      cell: (node) => (
        <Text
          span
          size="sm"
          className="tabular"
          style={{ whiteSpace: "nowrap" }}
          title={t("countsHelp", { out: node.out, in: node.in })}
        >
          {formats.number(node.out)} · {formats.number(node.in)}
        </Text>
      ),
    },
    {
      id: "actions",
      head: t("actions"),
      cell: (node) => {
        const values = { name: nameOf(node) };
        const isOpen = expanded.has(node.sku);
        const isEnd = linkFrom !== undefined && linkFrom !== node.sku;
        return (
          <Group gap={2} wrap="nowrap">
            <Act
              label={t(isOpen ? "collapse" : "expand", values)}
              Icon={IconArrowsDiagonal}
              pressed={isOpen}
              onClick={() => onExpand(node.sku)}
            />
            <Act
              label={t(isEnd ? "linkTo" : "linkFrom", values)}
              Icon={IconLink}
              pressed={linkFrom === node.sku}
              onClick={() => onLinkAt(node.sku)}
            />
            {node.known && (
              <ActionIcon
                component={Link}
                to={`/products/${encodeURIComponent(node.sku)}`}
                variant="subtle"
                color="gray"
                size={28}
                title={t("open", values)}
                aria-label={t("open", values)}
              >
                <IconExternalLink size={16} />
              </ActionIcon>
            )}
          </Group>
        );
      },
    },
  ];
  return (
    <Framed pages={<Pages {...pages} />}>
      <DataTable
        label={t("products", { count: scene.nodes.length })}
        columns={columns}
        rows={shown}
        rowId={({ sku }) => sku}
        rowName={nameOf}
        total={scene.nodes.length}
        selected={selected}
        onSelect={onSelect}
        onOpen={({ sku }) => onExpand(sku)}
        onKey={(key, { sku }) => {
          if (key !== "l") return false;
          onLinkAt(sku);
          return true;
        }}
        isStale={isStale}
        maxHeight="clamp(20rem, calc(100dvh - 27rem), 44rem)"
      />
    </Framed>
  );
}

function Relations(props: TwinProps) {
  const { scene, isStale, selectedEdges, onSelectEdges, onRemove } = props;
  const t = useTexts(texts);
  const formats = useFormats();
  const { shown, ...pages } = usePage(scene.edges, ({ id }) => id, selectedEdges);
  const namesOf = useMemo(
    () => (edge: GraphEdge) => ({
      source: nameIn(scene, edge.source),
      target: nameIn(scene, edge.target),
    }),
    [scene],
  );
  const box = useRef<HTMLDivElement>(null);
  const remove = (edge: GraphEdge) => {
    const at = shown.indexOf(edge);
    const next = shown[at + 1] ?? shown[at - 1];
    onRemove(edge);
    // The row goes away; the focus stays in the table.
    const row = next && box.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(next.id)}"]`);
    (row ?? box.current)?.focus();
  };
  const columns: Column<GraphEdge>[] = [
    { id: "type", head: t("type"), cell: ({ type }) => <TypeBadge code={type} withHelp /> },
    { id: "from", head: t("from"), minWidth: 90, cell: (edge) => namesOf(edge).source },
    { id: "to", head: t("to"), minWidth: 90, cell: (edge) => namesOf(edge).target },
    {
      id: "weight",
      head: t("weight"),
      align: "right",
      cell: ({ weight }) => <span className="tabular">{formats.number(weight, 3)}</span>,
    },
    {
      id: "actions",
      head: t("actions"),
      cell: (edge) => (
        <Group gap={2} wrap="nowrap">
          <Act
            label={t("findEdge", namesOf(edge))}
            Icon={IconEye}
            pressed={selectedEdges.has(edge.id)}
            onClick={() => onSelectEdges(new Set(selectedEdges.has(edge.id) ? [] : [edge.id]))}
          />
          <Act label={t("remove", namesOf(edge))} Icon={IconTrash} onClick={() => remove(edge)} />
        </Group>
      ),
    },
  ];
  return (
    <Framed box={box} pages={<Pages {...pages} />}>
      <DataTable
        label={t("relations", { count: scene.edges.length })}
        columns={columns}
        rows={shown}
        rowId={({ id }) => id}
        rowName={(edge) => t("edge", namesOf(edge))}
        total={scene.edges.length}
        selected={selectedEdges}
        onSelect={onSelectEdges}
        onKey={(key, edge) => {
          if (key !== "Delete") return false;
          remove(edge);
          return true;
        }}
        isStale={isStale}
        empty={<EmptyState compact order={3} title={t("none")} text={t("noneText")} />}
        maxHeight="clamp(20rem, calc(100dvh - 27rem), 44rem)"
      />
    </Framed>
  );
}

interface FramedProps {
  pages: ReactNode;
  children: ReactNode;
  box?: RefObject<HTMLDivElement | null>;
}

function Framed({ pages, children, box }: FramedProps) {
  return (
    <Stack gap="xs" ref={box} tabIndex={-1} style={{ outline: "none" }}>
      {children}
      {pages}
    </Stack>
  );
}
