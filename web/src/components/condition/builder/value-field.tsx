import { useContext, useState } from "react";
import { fromField, toField } from "~/components/lane/moment";
import { useFormats, useTexts } from "~/i18n";
import { several } from "../tree";
import classes from "./builder.module.css";
import { builderTexts } from "./builder-texts";
import { BuilderContext } from "./context";
import { LazySelect } from "./lazy-select";
import { useTyped } from "./use-typed";
import { ValuesDialog } from "./values-dialog";

interface ValueFieldProps {
  place: string;
  path: string;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** The value that a question compares with, entered as its field asks for. */
export function ValueField({ place, path, value, onChange }: ValueFieldProps) {
  const t = useTexts(builderTexts);
  const { catalogue, listOf } = useContext(BuilderContext);
  const field = catalogue.field(path);
  const label = t("value", { place });
  if (field?.kind === "flag") {
    const choices = [
      { value: "true", label: t("yes") },
      { value: "false", label: t("no") },
    ];
    const shown = String(value) === "false" ? "false" : "true";
    return (
      <LazySelect
        part="value"
        className={classes.short}
        label={label}
        value={shown}
        shown={t(shown === "true" ? "yes" : "no")}
        groups={() => [{ label: "", choices }]}
        onChange={(next) => onChange(next === "true")}
      />
    );
  }
  const single = Array.isArray(value) ? String(value[0] ?? "") : String(value ?? "");
  if (field?.control === "time")
    return (
      <TypedInput
        label={label}
        type="datetime-local"
        value={toField(single)}
        onTyped={(text) => onChange(fromField(text) ?? "")}
      />
    );
  return (
    <TypedInput
      label={label}
      value={single}
      inputMode={field?.kind === "number" ? "decimal" : undefined}
      list={field && field.values.length > 0 ? listOf(path) : undefined}
      onTyped={onChange}
    />
  );
}

interface TypedInputProps {
  label: string;
  value: string;
  onTyped: (text: string) => void;
  type?: string;
  inputMode?: "decimal" | undefined;
  list?: string | undefined;
  className?: string | undefined;
  part?: string;
}

export function TypedInput({ label, value, onTyped, className, part = "value", ...rest }: TypedInputProps) {
  const { text, type, flush } = useTyped(value, onTyped);
  return (
    <input
      {...rest}
      aria-label={label}
      data-part={part}
      className={`${classes.control} ${className ?? classes.value}`}
      value={text}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={flush}
      onKeyDown={(event) => event.key === "Enter" && flush()}
    />
  );
}

/** Values that are told beside their number. */
const TOLD = 3;

/** Several values: the first ones and their number; all of them as lines when somebody wants to edit them. */
export function ListField({ place, value, onChange }: Omit<ValueFieldProps, "path">) {
  const t = useTexts(builderTexts);
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const values = several(value);
  const told = values.slice(0, TOLD);
  const more = values.length - told.length;
  return (
    <span className={classes.list}>
      <span>
        {values.length === 0 && t("values", { count: 0 })}
        {more > 0 ? `${told.join(", ")} ${t("more", { count: more })}` : formats.list(told)}
      </span>
      <button
        type="button"
        className={classes.add}
        data-part="value"
        aria-label={t("edit", { count: values.length, place })}
        onClick={() => setOpen(true)}
      >
        {values.length > TOLD ? t("values", { count: values.length }) : t("editShort")}
      </button>
      {isOpen && (
        <ValuesDialog place={place} values={values} onTake={onChange} onClose={() => setOpen(false)} />
      )}
    </span>
  );
}
