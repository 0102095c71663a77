import { useContext } from "react";
import { useTexts } from "~/i18n";
import type { Row } from "../tree";
import classes from "./builder.module.css";
import { builderTexts } from "./builder-texts";
import { BuilderContext } from "./context";
import { FieldSelect } from "./field-select";
import { LazySelect } from "./lazy-select";
import { ListField, TypedInput, ValueField } from "./value-field";

interface RightSideProps {
  place: string;
  row: Row;
  set: (prop: string, value: unknown) => void;
}

/** What stands to the right of a comparison: nothing, a value, several, or another field with a factor. */
export function RightSide({ place, row, set }: RightSideProps) {
  const t = useTexts(builderTexts);
  const { catalogue } = useContext(BuilderContext);
  const operand = catalogue.operator(row.operator)?.operand;
  const kind = catalogue.field(row.field)?.kind ?? row.kind;
  if (operand === "nothing") return null;
  if (operand === "list")
    return <ListField place={place} value={row.value} onChange={(values) => set("value", values)} />;
  const isMany = catalogue.field(row.field)?.many ?? false;
  const isCased = kind === "text" && operand === "value_or_field" && !isMany;
  const isField = operand === "value_or_field" && row.valueSource === "field";
  const against = (next: string) => {
    const first = catalogue.comparable(row.field, isMany)[0];
    set("valueSource", next);
    set("value", next === "field" ? (first?.path ?? "") : "");
    if (next !== "field") set("factor", undefined);
  };
  return (
    <>
      {operand === "value_or_field" && (
        <LazySelect
          part="against"
          className={classes.against}
          label={t("against", { place })}
          value={isField ? "field" : "value"}
          shown={t(isField ? "aField" : "aValue")}
          groups={() => [
            {
              label: "",
              choices: [
                { value: "value", label: t("aValue") },
                { value: "field", label: t("aField") },
              ],
            },
          ]}
          onChange={against}
        />
      )}
      {isField ? (
        <OtherField place={place} row={row} set={set} isNumber={kind === "number"} />
      ) : (
        <ValueField
          place={place}
          path={row.field}
          value={row.value}
          onChange={(value) => set("value", value)}
        />
      )}
      {!isField && isCased && (
        <label className={classes.tick}>
          <input
            type="checkbox"
            aria-label={t("anyCaseOf", { place })}
            checked={row.ignoreCase === true}
            onChange={(event) => set("ignoreCase", event.currentTarget.checked)}
          />
          {t("anyCase")}
        </label>
      )}
    </>
  );
}

function OtherField({ place, row, set, isNumber }: RightSideProps & { isNumber: boolean }) {
  const t = useTexts(builderTexts);
  const { catalogue } = useContext(BuilderContext);
  const path = String(row.value ?? "");
  const many = catalogue.field(row.field)?.many ?? false;
  return (
    <>
      <FieldSelect
        part="value"
        label={t("value", { place })}
        path={path}
        choices={() => catalogue.comparable(row.field, many)}
        onChange={(next) => set("value", next)}
      />
      {isNumber && (
        <span className={classes.tick}>
          ×
          <TypedInput
            label={t("factor", { place })}
            part="factor"
            className={classes.short}
            inputMode="decimal"
            value={row.factor ?? ""}
            onTyped={(text) => set("factor", text.trim().replace(",", ".") || undefined)}
          />
        </span>
      )}
    </>
  );
}
