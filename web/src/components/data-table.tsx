import { ScrollArea, Skeleton, Table } from "@mantine/core";
import { useCallbackRef } from "@mantine/hooks";
import {
  type ColumnDef,
  columnVisibilityFeature,
  rowSelectionFeature,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { type FocusEvent, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { defineTexts, useTexts } from "~/i18n";
import classes from "./data-table.module.css";
import { DataHead } from "./data-table-head";
import { type Column, MemoRow } from "./data-table-row";

export type { Column } from "./data-table-row";

const texts = defineTexts({
  en: { selectRow: "Select {name}" },
  de: { selectRow: "{name} auswählen" },
});

const features = tableFeatures({ rowSelectionFeature, columnVisibilityFeature });

interface DataTableProps<T> {
  label: string;
  /** Kept from drawing to drawing, rows that did not change are not drawn again. */
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
  /** Room above and below each row. */
  density?: "xs" | "sm" | "md" | number;
  maxHeight?: number | string;
  /** Rows in all, for people who do not see the scroll bar. */
  total?: number | undefined;
  /** How many rows stand on the pages before this one. */
  rowsBefore?: number | undefined;
  /** How high a row is, so that nothing jumps when rows come. */
  rowHeight?: number;
}

/** From one to the other, both with them, whichever comes first. */
function between<R>(rows: R[], a: number, b: number): R[] {
  return rows.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/**
 * A table of a page of things. Arrow keys walk the rows, Space selects, Shift with arrows selects a range,
 * Enter opens.
 */
export function DataTable<T extends object>(props: DataTableProps<T>) {
  const t = useTexts(texts);
  const { label, rows, rowId, rowName = rowId, selected, sort, onSort } = props;
  const { isStale = false, empty, skeletonRows = 8, density = "xs", maxHeight, total } = props;
  const { rowsBefore, rowHeight = 28, onOpen } = props;
  const { shown, visible } = useModel(props);
  const walk = useRowWalk(props);
  const chosenHere = shown.filter((row) => row.getIsSelected()).length;
  const chosen = chosenHere === 0 ? "none" : chosenHere === shown.length ? "all" : "some";

  if (rows === undefined) return <Outline {...{ label, skeletonRows, rowHeight, density, maxHeight }} />;
  if (rows.length === 0 && empty) return <>{empty}</>;
  return (
    <ScrollArea.Autosize mah={maxHeight} type="auto" className={classes.scroller}>
      <Table
        aria-label={label}
        // Rows that are walked and selected make a grid; a table knows no selection.
        role={selected || onOpen ? "grid" : undefined}
        aria-multiselectable={selected ? true : undefined}
        aria-rowcount={total ?? -1}
        aria-busy={isStale}
        verticalSpacing={density}
        className={isStale ? classes.stale : undefined}
      >
        <DataHead
          columns={visible}
          sort={sort}
          onSort={onSort}
          chosen={selected && chosen}
          onAll={walk.pickAll}
        />
        <tbody ref={walk.bodyRef} onKeyDown={walk.pressed} onFocus={walk.focused}>
          {shown.map((row, index) => (
            <MemoRow
              key={row.id}
              id={row.id}
              data={row.original}
              columns={visible}
              index={index}
              place={rowsBefore === undefined ? undefined : rowsBefore + index + 1}
              isTabStop={index === walk.here}
              isSelected={selected && row.getIsSelected()}
              selectLabel={t("selectRow", { name: rowName(row.original) })}
              onPick={walk.pick}
            />
          ))}
        </tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

interface OutlineProps {
  label: string;
  skeletonRows: number;
  rowHeight: number;
  density: "xs" | "sm" | "md" | number;
  maxHeight: number | string | undefined;
}

/** Keeps the place of rows. Heads get their widths from what is under them, so they come with it. */
function Outline({ label, skeletonRows, rowHeight, density, maxHeight }: OutlineProps) {
  return (
    <ScrollArea.Autosize mah={maxHeight} type="auto" className={classes.scroller}>
      <Table aria-label={label} aria-busy verticalSpacing={density}>
        <tbody>
          {Array.from({ length: skeletonRows + 1 }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows that are not there yet have no names
            <tr key={index}>
              <td className={classes.cell}>
                <Skeleton height={rowHeight} />
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
    </ScrollArea.Autosize>
  );
}

/** The rows with their selection, and the columns that are shown. */
function useModel<T extends object>(props: DataTableProps<T>) {
  const { columns, rows, rowId, hidden, selected } = props;
  const defs = useMemo(
    () => columns.map(({ id, head }): ColumnDef<typeof features, T> => ({ id, header: head })),
    [columns],
  );
  const data = useMemo(() => rows ?? [], [rows]);
  const state = {
    columnVisibility: Object.fromEntries((hidden ?? []).map((id) => [id, false])),
    rowSelection: Object.fromEntries([...(selected ?? [])].map((id) => [id, true as const])),
  };
  const enableRowSelection = selected !== undefined;
  const table = useTable({ features, columns: defs, data, getRowId: rowId, state, enableRowSelection });
  const names = table
    .getVisibleLeafColumns()
    .map(({ id }) => id)
    .join(" ");
  const visible = useMemo(() => {
    const seen = new Set(names.split(" "));
    return columns.filter(({ id }) => seen.has(id));
  }, [columns, names]);
  return { shown: table.getRowModel().rows, visible };
}

/** Which row the keys are on, and what they do there. */
function useRowWalk<T extends object>(props: DataTableProps<T>) {
  const { rows = [], rowId, selected, onSelect, onOpen, onKey } = props;
  const [active, setActive] = useState(0);
  const anchor = useRef(0);
  const bodyRef = useRef<HTMLTableSectionElement>(null);
  const last = Math.max(0, rows.length - 1);

  const toggle = (changed: T[], on: boolean) => {
    const next = new Set(selected);
    for (const row of changed) on ? next.add(rowId(row)) : next.delete(rowId(row));
    onSelect?.(next);
  };
  /** Selects or deselects a row, with Shift everything from the last one on. */
  const pick = useCallbackRef((index: number, on: boolean, isRange: boolean) => {
    const from = isRange ? anchor.current : index;
    anchor.current = index;
    toggle(between(rows, from, index), on);
  });
  const move = (from: number, to: number, isRange: boolean) => {
    if (isRange && selected) {
      // Walking back towards where the range began makes it smaller again.
      const next = new Set(selected);
      for (const row of between(rows, from, to)) next.delete(rowId(row));
      for (const row of between(rows, anchor.current, to)) next.add(rowId(row));
      onSelect?.(next);
    } else anchor.current = to;
    setActive(to);
    const row = bodyRef.current?.querySelectorAll<HTMLElement>("tr")[to];
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  };
  const pressed = (event: KeyboardEvent<HTMLTableSectionElement>) => {
    const index = indexOf(event.target);
    const row = index === undefined ? undefined : rows[index];
    if (index === undefined || !row) return;
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: last }[event.key];
    if (to !== undefined) move(index, Math.max(0, Math.min(last, to)), event.shiftKey);
    else if ((event.key === " " || event.key === "x") && selected)
      pick(index, !selected.has(rowId(row)), false);
    else if (event.key === "Enter" && onOpen) onOpen(row);
    else if (!onKey?.(event.key, row)) return;
    event.preventDefault();
  };
  const focused = (event: FocusEvent<HTMLTableSectionElement>) => {
    const row = event.target.closest<HTMLElement>("tr[data-index]");
    if (row) setActive(Number(row.dataset.index));
  };
  return {
    bodyRef,
    here: Math.min(active, last),
    pick,
    pickAll: (on: boolean) => toggle(rows, on),
    pressed,
    focused,
  };
}

/** The row that has the focus itself; keys in its fields and buttons are theirs. */
function indexOf(target: EventTarget): number | undefined {
  const index = target instanceof HTMLTableRowElement ? target.dataset.index : undefined;
  return index === undefined ? undefined : Number(index);
}
