import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconSelector } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { defineTexts, useTexts } from "~/i18n";
import classes from "./data-table.module.css";
import type { Column } from "./data-table-row";

const texts = defineTexts({
  en: { selectAll: "Select all on this page", sortBy: "Sort by {name}" },
  de: { selectAll: "Alle auf dieser Seite auswählen", sortBy: "Nach {name} sortieren" },
});

interface HeadProps<T> {
  columns: Column<T>[];
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
  /** How much of the page is selected; undefined where nothing can be. */
  chosen: "none" | "some" | "all" | undefined;
  onAll: (on: boolean) => void;
}

/** The names of the columns, to sort by, and the box that selects the page. */
export function DataHead<T>({ columns, sort, onSort, chosen, onAll }: HeadProps<T>) {
  return (
    <thead className={classes.head}>
      <tr>
        {chosen && (
          <th className={classes.cell} data-narrow>
            <AllBox chosen={chosen} onAll={onAll} />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </tr>
    </thead>
  );
}

function AllBox({ chosen, onAll }: { chosen: "none" | "some" | "all"; onAll: (on: boolean) => void }) {
  const t = useTexts(texts);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = chosen === "some";
  }, [chosen]);
  return (
    <input
      ref={box}
      type="checkbox"
      className={classes.check}
      aria-label={t("selectAll")}
      checked={chosen === "all"}
      onChange={(event) => onAll(event.currentTarget.checked)}
    />
  );
}

const ICONS = { ascending: IconArrowUp, descending: IconArrowDown, none: IconSelector };

interface HeadCellProps<T> {
  column: Column<T>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}

function HeadCell<T>({ column, sort, onSort }: HeadCellProps<T>) {
  const t = useTexts(texts);
  const { head, align = "left", width, minWidth } = column;
  const by = column.sort;
  const style = { width, minWidth };
  if (by === undefined || !onSort)
    return (
      <th scope="col" className={classes.cell} data-align={align} style={style}>
        {head}
      </th>
    );
  const direction = sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none";
  const Sorted = ICONS[direction];
  return (
    <th scope="col" className={classes.cell} data-align={align} style={style} aria-sort={direction}>
      <UnstyledButton
        className={classes.sort}
        aria-label={t("sortBy", { name: head })}
        onClick={() => onSort(direction === "ascending" ? `-${by}` : by)}
      >
        {head}
        <Sorted size={14} aria-hidden />
      </UnstyledButton>
    </th>
  );
}
