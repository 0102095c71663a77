import { Badge, Button, Text } from "@mantine/core";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { Upload, UploadColumn } from "./api";
import classes from "./column-list.module.css";
import { accepts, type Draft, doubleFields, fieldsOf } from "./draft";
import { FieldSelect } from "./field-select";
import { sureness } from "./summary";
import { useFieldNames } from "./words";
import { WRAPPING } from "./wrapping";

const texts = defineTexts({
  en: {
    list: "Columns of {name}",
    column: "Column",
    samples: "What stands in it",
    reads: "Read as",
    sure: "How sure",
    empty: "empty in the rows seen",
    filled: "{share} filled",
    certain: "Certain",
    likely: "Likely",
    possible: "Possible",
    unsure: "Unsure",
    byName: "by its name",
    byValues: "by its values",
    chosen: "Chosen by you",
    known: "Known column",
    out: "Not read",
    open: "Not decided: will not be read",
    perhaps: "Perhaps {field}",
  },
  de: {
    list: "Spalten von {name}",
    column: "Spalte",
    samples: "Was darin steht",
    reads: "Lesen als",
    sure: "Wie sicher",
    empty: "in den gesehenen Zeilen leer",
    filled: "zu {share} gefüllt",
    certain: "Sicher",
    likely: "Wahrscheinlich",
    possible: "Möglich",
    unsure: "Unsicher",
    byName: "am Namen erkannt",
    byValues: "an den Werten erkannt",
    chosen: "Von Ihnen gewählt",
    known: "Bekannte Spalte",
    out: "Wird nicht gelesen",
    open: "Nicht entschieden: wird nicht gelesen",
    perhaps: "Vielleicht {field}",
  },
});

interface ColumnListProps {
  upload: Upload;
  draft: Draft;
  onChange: (column: string, field: string | null) => void;
}

/** Every column of a file: what stands in it, what it is read as, and how sure that is. */
export function ColumnList({ upload, draft, onChange }: ColumnListProps) {
  const t = useTexts(texts);
  const double = doubleFields(draft);
  const fields = fieldsOf(upload, draft);
  return (
    <div>
      <div className={classes.head} aria-hidden>
        <span>{t("column")}</span>
        <span>{t("samples")}</span>
        <span>{t("reads")}</span>
        <span>{t("sure")}</span>
      </div>
      <ul className={classes.list} aria-label={t("list", { name: upload.name })}>
        {upload.columns.map((column) => {
          const value = draft.columns[column.name];
          return (
            <li key={column.name} className={classes.row}>
              <span className={classes.name}>{column.name}</span>
              <Samples column={column} />
              <FieldSelect
                column={column.name}
                fields={fields}
                hasAttributes={accepts(upload, draft, "attributes.x")}
                value={value}
                isDouble={value !== null && value !== undefined && double.has(value)}
                onChange={(field) => onChange(column.name, field)}
              />
              <Sureness
                column={column}
                value={value}
                canTake={column.suggestion ? accepts(upload, draft, column.suggestion.field) : false}
                onTake={(field) => onChange(column.name, field)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Samples({ column }: { column: UploadColumn }) {
  const t = useTexts(texts);
  const formats = useFormats();
  if (column.samples.length === 0) return <span className={classes.samples}>{t("empty")}</span>;
  return (
    <span className={classes.samples}>
      {column.samples.join(" · ")}
      {column.filled < 1 && ` (${t("filled", { share: formats.percent(column.filled, 0) })})`}
    </span>
  );
}

interface SurenessProps {
  column: UploadColumn;
  value: string | null | undefined;
  canTake: boolean;
  onTake: (field: string) => void;
}

const COLORS = { certain: "green", likely: "teal", possible: "yellow", unsure: "orange" };

function Sureness({ column, value, canTake, onTake }: SurenessProps) {
  const t = useTexts(texts);
  const name = useFieldNames();
  const { suggestion, reads_as } = column;
  if (value === undefined) {
    if (!suggestion || !canTake) return <Text size="xs">{t("open")}</Text>;
    return (
      <Button
        variant="light"
        size="compact-sm"
        {...WRAPPING}
        mih={24}
        py={2}
        aria-label={`${column.name}: ${t("perhaps", { field: name(suggestion.field) })}`}
        onClick={() => onTake(suggestion.field)}
      >
        {t("perhaps", { field: name(suggestion.field) })}
      </Button>
    );
  }
  if (value === null) return <Text size="xs">{t("out")}</Text>;
  if (suggestion && value === suggestion.field) {
    const sure = sureness(suggestion.confidence);
    return (
      <Text size="xs">
        <Badge color={COLORS[sure]} component="span" mr={6}>
          {t(sure)}
        </Badge>
        {t(suggestion.because === "name" ? "byName" : "byValues")}
      </Text>
    );
  }
  return <Text size="xs">{t(value === reads_as ? "known" : "chosen")}</Text>;
}
