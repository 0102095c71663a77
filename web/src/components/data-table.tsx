import { Checkbox, ScrollArea, Skeleton, Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSelector } from "@tabler/icons-react";
import {
  type CellContext,
  type ColumnDef,
  columnVisibilityFeature,
  FlexRender,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { defineTexts, useTexts } from "~/i18n";
import classes from "./data-table.module.css";

const texts = defineTexts({
  en: {
    selectAll: "Select all on this page",
    selectRow: "Select {name}",
    sortBy: "Sort by {name}",
  },
  de: {
    selectAll: "Alle auf dieser Seite auswählen",
    selectRow: "{name} auswählen",
    sortBy: "Nach {name} sortieren",
  },
});

const features = tableFeatures({ rowSelectionFeature, columnVisibilityFeature });

/** A column: what its head says and what its cells show. */
export interface Column<T> {
  id: string;
  head: string;
  cell: (row: T) => ReactNode;
  /** Numbers stand at the right. */
  align?: "left" | "right" | "center";
  /** The name that the server sorts by. */
  sort?: string;
  width?: number | string;
  minWidth?: number;
}

interface DataTableProps<T> {
  label: string;
  columns: Column<T>[];
  rows: T[] | undefined;
  rowId: (row: T) => string;
  /** What a row is called when it is selected. */
  rowName?: (row: T) => string;
  /** Columns that are not shown, by id. */
  hidden?: string[];
  /** Ids of selected rows; without it there is nothing to select. */
  selected?: ReadonlySet<string>;
  onSelect?: (selected: Set<string>) => void;
  /** `price` or `-price`. */
  sort?: string | undefined;
  onSort?: (sort: string) => void;
  /** Enter on a row. */
  onOpen?: (row: T) => void;
  /** Keys that mean something on a row. */
  onKey?: (key: string, row: T) => boolean;
  /** What is shown is old and on its way to be replaced. */
  isStale?: boolean;
  empty?: ReactNode;
  /** Rows that keep the place while nothing is there yet. */
  skeletonRows?: number;
  density?: "xs" | "sm" | "md";
  maxHeight?: number | string;
  /** Rows in all, for people who do not see the scroll bar. */
  total?: number | undefined;
}

/**
 * A table of a page of things. Arrow keys walk the rows, Space selects, Shift with arrows selects a range,
 * Enter opens.
 */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const t = useTexts(texts);
  const {
    label,
    columns,
    rows,
    rowId,
    rowName = rowId,
    hidden = [],
    selected,
    onSelect,
    sort,
    onSort,
  } = props;
  const { onOpen, onKey, isStale = false, empty, skeletonRows = 8, density = "xs", maxHeight, total } = props;
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  const bodyRef = useRef<HTMLTableSectionElement>(null);

  const defs: ColumnDef<typeof features, T>[] = columns.map((column) => ({
    id: column.id,
    header: column.head,
    cell: ({ row }: CellContext<typeof features, T, unknown>) => column.cell(row.original),
  }));
  const table = useTable({
    features,
    columns: defs,
    data: rows ?? [],
    getRowId: rowId,
    state: {
      columnVisibility: Object.fromEntries(hidden.map((id) => [id, false])),
      rowSelection: Object.fromEntries([...(selected ?? [])].map((id) => [id, true])),
    },
    enableRowSelection: selected !== undefined,
  });
  const byId = new Map(columns.map((column) => [column.id, column]));
  const shown = table.getRowModel().rows;
  const visible = table.getVisibleLeafColumns();
  const here = Math.min(active, Math.max(0, shown.length - 1));
  const chosenHere = shown.filter((row) => selected?.has(row.id)).length;

  const toggle = (ids: string[], on: boolean) => {
    const next = new Set(selected);
    for (const id of ids) on ? next.add(id) : next.delete(id);
    onSelect?.(next);
  };
  const focusRow = (index: number) => {
    setActive(index);
    const row = bodyRef.current?.querySelectorAll<HTMLElement>("tr")[index];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const pressed = (event: KeyboardEvent<HTMLTableRowElement>, index: number) => {
    const row = shown[index];
    if (!row || event.target !== event.currentTarget) return;
    const move = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (move !== undefined) {
      const to = Math.max(0, Math.min(shown.length - 1, move));
      if (event.shiftKey && selected) {
        const [from, until] = [Math.min(anchor.current, to), Math.max(anchor.current, to)];
        toggle(
          shown.slice(from, until + 1).map(({ id }) => id),
          true,
        );
      } else anchor.current = to;
      focusRow(to);
    } else if ((event.key === " " || event.key === "x") && selected) {
      anchor.current = index;
      toggle([row.id], !selected.has(row.id));
    } else if (event.key === "Enter" && onOpen) onOpen(row.original);
    else if (!onKey?.(event.key, row.original)) return;
    event.preventDefault();
  };

  if (rows !== undefined && rows.length === 0 && empty) return <>{empty}</>;
  return (
    <ScrollArea.Autosize mah={maxHeight} type="auto" className={classes.scroller}>
      <Table
        aria-label={label}
        aria-rowcount={total ?? -1}
        aria-busy={rows === undefined || isStale}
        highlightOnHover
        stickyHeader={maxHeight !== undefined}
        verticalSpacing={density}
        className={isStale ? classes.stale : undefined}
      >
        <Table.Thead>
          <Table.Tr>
            {selected && (
              <Table.Th w={40}>
                <Checkbox
                  aria-label={t("selectAll")}
                  checked={shown.length > 0 && chosenHere === shown.length}
                  indeterminate={chosenHere > 0 && chosenHere < shown.length}
                  onChange={(event) =>
                    toggle(
                      shown.map(({ id }) => id),
                      event.currentTarget.checked,
                    )
                  }
                />
              </Table.Th>
            )}
            {visible.map(({ id }) => {
              const column = byId.get(id);
              if (!column) return null;
              const direction =
                sort === column.sort ? "ascending" : sort === `-${column.sort}` ? "descending" : "none";
              const sortable = column.sort !== undefined && onSort;
              const Sorted =
                direction === "ascending"
                  ? IconArrowUp
                  : direction === "descending"
                    ? IconArrowDown
                    : IconSelector;
              return (
                <Table.Th
                  key={id}
                  ta={column.align ?? "left"}
                  w={column.width}
                  miw={column.minWidth}
                  aria-sort={sortable ? direction : undefined}
                >
                  {sortable ? (
                    <UnstyledButton
                      className={classes.sort}
                      aria-label={t("sortBy", { name: column.head })}
                      onClick={() =>
                        onSort(direction === "ascending" ? `-${column.sort}` : (column.sort ?? ""))
                      }
                    >
                      {column.head}
                      <Sorted size={14} aria-hidden />
                    </UnstyledButton>
                  ) : (
                    column.head
                  )}
                </Table.Th>
              );
            })}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody ref={bodyRef}>
          {rows === undefined &&
            Array.from({ length: skeletonRows }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows that are not there yet have no names
              <Table.Tr key={index}>
                <Table.Td colSpan={visible.length + (selected ? 1 : 0)}>
                  <Skeleton height={28} />
                </Table.Td>
              </Table.Tr>
            ))}
          {shown.map((row, index) => (
            <Table.Tr
              key={row.id}
              tabIndex={index === here ? 0 : -1}
              className={classes.row}
              data-row={row.id}
              aria-selected={selected ? selected.has(row.id) : undefined}
              data-selected={selected?.has(row.id) || undefined}
              onFocus={() => setActive(index)}
              onKeyDown={(event) => pressed(event, index)}
            >
              {selected && (
                <Table.Td>
                  <Checkbox
                    tabIndex={-1}
                    aria-label={t("selectRow", { name: rowName(row.original) })}
                    checked={selected.has(row.id)}
                    onChange={(event) => {
                      anchor.current = index;
                      toggle([row.id], event.currentTarget.checked);
                    }}
                  />
                </Table.Td>
              )}
              {row.getVisibleCells().map((cell) => (
                <Table.Td key={cell.id} ta={byId.get(cell.column.id)?.align ?? "left"}>
                  <FlexRender cell={cell} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}
