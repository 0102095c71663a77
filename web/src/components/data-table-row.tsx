import { memo, type ReactNode } from "react";
import classes from "./data-table.module.css";

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

interface RowProps<T> {
  id: string;
  data: T;
  columns: Column<T>[];
  index: number;
  /** Its place in the whole list; 1 is first. */
  place: number | undefined;
  /** Whether Tab comes here. */
  isTabStop: boolean;
  /** Undefined where nothing can be selected. */
  isSelected: boolean | undefined;
  selectLabel: string;
  onPick: (index: number, on: boolean, isRange: boolean) => void;
}

/** Plain elements, and drawn anew only when something of the row changed: there are fifty of them on a page. */
function DataRow<T>(props: RowProps<T>) {
  const { id, data, columns, index, place, isTabStop, isSelected, selectLabel, onPick } = props;
  return (
    <tr
      tabIndex={isTabStop ? 0 : -1}
      className={classes.row}
      data-row={id}
      data-index={index}
      aria-rowindex={place}
      aria-selected={isSelected}
      data-selected={isSelected || undefined}
    >
      {isSelected !== undefined && (
        <td className={classes.cell}>
          <input
            type="checkbox"
            tabIndex={-1}
            className={classes.check}
            aria-label={selectLabel}
            checked={isSelected}
            onChange={(event) => {
              const { shiftKey } = event.nativeEvent as MouseEvent;
              onPick(index, event.currentTarget.checked, shiftKey === true);
            }}
          />
        </td>
      )}
      {columns.map(({ id, align = "left", cell }) => (
        <td key={id} className={classes.cell} data-align={align}>
          {cell(data)}
        </td>
      ))}
    </tr>
  );
}

export const MemoRow = memo(DataRow) as typeof DataRow;
