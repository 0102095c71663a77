import { Badge, Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { RowMend, UploadRow } from "./api";
import classes from "./mend-row.module.css";

const texts = defineTexts({
  en: {
    line: "Line {row}",
    cell: "{column} in line {row}",
    save: "Mend line {row}",
    saveShort: "Mend",
    skip: "Leave out line {row}",
    skipShort: "Leave out",
    back: "Take in again line {row}",
    backShort: "Take in again",
    all: "All cells",
    allOf: "All cells of line {row}",
    mended: "Mended",
    skipped: "Left out",
  },
  de: {
    line: "Zeile {row}",
    cell: "{column} in Zeile {row}",
    save: "Zeile {row} richtigstellen",
    saveShort: "Richtigstellen",
    skip: "Zeile {row} auslassen",
    skipShort: "Auslassen",
    back: "Zeile {row} wieder aufnehmen",
    backShort: "Wieder aufnehmen",
    all: "Alle Zellen",
    allOf: "Alle Zellen von Zeile {row}",
    mended: "Richtiggestellt",
    skipped: "Ausgelassen",
  },
});

interface MendRowProps {
  row: UploadRow;
  columns: string[];
  /** The column that is wrong; without one every cell can be changed. */
  column: string | null;
  message: string;
  isError: boolean;
  onMend: (mend: RowMend) => void;
}

/** A row of a file: the cell that is wrong as a field, the others as they stand. */
export function MendRow({ row, columns, column, message, isError, onMend }: MendRowProps) {
  const t = useTexts(texts);
  const formats = useFormats();
  const isKnown = column !== null && columns.includes(column);
  const [isWhole, setWhole] = useState(!isKnown);
  const [changed, setChanged] = useState<Record<string, string>>({});
  const line = formats.number(row.row);
  const dirty = Object.entries(changed).filter(([name, text]) => row.cells[columns.indexOf(name)] !== text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty.length > 0) onMend({ row: row.row, cells: Object.fromEntries(dirty) });
  };
  const isOpen = isError && !row.skipped && !row.mended;
  return (
    <form onSubmit={submit}>
      <fieldset className={`${classes.row} ${row.skipped ? classes.skipped : ""}`}>
        <Group component="legend" gap="xs" fz="sm" fw={600} mb={4} p={0}>
          {t("line", { row: line })}
          {row.skipped && <Badge color="gray">{t("skipped")}</Badge>}
          {row.mended && !row.skipped && <Badge color="green">{t("mended")}</Badge>}
        </Group>
        <div className={classes.line}>
          <div className={classes.cells}>
            {columns.map((name, index) => {
              const text = row.cells[index] ?? "";
              const isWrong = name === column;
              if (row.skipped || (!isWrong && !isWhole)) {
                return (
                  <div key={name} className={classes.cell}>
                    <span>{name}</span>
                    {text === "" ? "–" : text}
                  </div>
                );
              }
              return (
                <TextInput
                  key={name}
                  label={name}
                  aria-label={t("cell", { column: name, row: line })}
                  size="xs"
                  value={changed[name] ?? text}
                  error={isWrong && isOpen ? message : undefined}
                  data-problem={(isWrong || (!isKnown && index === 0)) && isOpen ? true : undefined}
                  onChange={(event) => setChanged({ ...changed, [name]: event.currentTarget.value })}
                />
              );
            })}
          </div>
          <Group gap="xs" mt={4}>
            {!row.skipped && (
              <Button
                type="submit"
                size="xs"
                variant="light"
                aria-label={t("save", { row: line })}
                // Looks disabled and is not: the focus stays where it is when the row was saved.
                data-disabled={dirty.length === 0 || undefined}
                aria-disabled={dirty.length === 0}
              >
                {t("saveShort")}
              </Button>
            )}
            <Button
              size="xs"
              variant="default"
              aria-label={t(row.skipped ? "back" : "skip", { row: line })}
              onClick={() => onMend({ row: row.row, skip: !row.skipped })}
            >
              {t(row.skipped ? "backShort" : "skipShort")}
            </Button>
            {!isWhole && !row.skipped && (
              <Button
                size="xs"
                variant="subtle"
                aria-label={t("allOf", { row: line })}
                onClick={() => setWhole(true)}
              >
                {t("all")}
              </Button>
            )}
          </Group>
        </div>
      </fieldset>
    </form>
  );
}
