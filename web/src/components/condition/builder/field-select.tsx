import { useContext } from "react";
import { useTexts } from "~/i18n";
import type { Asked } from "../catalogue";
import type { Row } from "../tree";
import classes from "./builder.module.css";
import { builderTexts } from "./builder-texts";
import { BuilderContext } from "./context";
import { type ChoiceGroup, LazySelect } from "./lazy-select";

const OWNERS = {
  source: "ofSource",
  target: "ofTarget",
  customer: "ofCustomer",
  cart: "ofCart",
  context: "ofContext",
} as const;
const ownerOf = (variable: string | undefined) => OWNERS[variable as keyof typeof OWNERS] ?? "ofContext";

/** What a field is called by itself: with its variable, because two products may have it. */
export function useFieldName(): (path: string) => string {
  const t = useTexts(builderTexts);
  const { catalogue } = useContext(BuilderContext);
  return (path) => {
    const found = catalogue.field(path);
    if (!found) return t("unknown", { path });
    return t(ownerOf(path.split(".")[0]), { label: found.label });
  };
}

/** Fields under the variables that they belong to. */
export function useFieldGroups(): (asked: Asked[]) => ChoiceGroup[] {
  const t = useTexts(builderTexts);
  return (asked) => {
    const variables = [...new Set(asked.map(({ variable }) => variable))];
    return variables.map((variable) => ({
      label: t(variable as "source"),
      choices: asked
        .filter((one) => one.variable === variable)
        .map(({ path, field }) => ({ value: path, label: t(ownerOf(variable), { label: field.label }) })),
    }));
  };
}

interface FieldSelectProps {
  place: string;
  path: string;
  onChange: (path: string) => void;
}

export function FieldSelect({ place, path, onChange }: FieldSelectProps) {
  const t = useTexts(builderTexts);
  const { catalogue } = useContext(BuilderContext);
  const name = useFieldName();
  const groups = useFieldGroups();
  return (
    <LazySelect
      part="field"
      className={classes.field}
      label={t("field", { place })}
      value={path}
      shown={name(path)}
      groups={() => groups(catalogue.asked)}
      onChange={onChange}
    />
  );
}

interface OperatorSelectProps {
  place: string;
  row: Row;
  onChange: (operator: string) => void;
}

export function OperatorSelect({ place, row, onChange }: OperatorSelectProps) {
  const t = useTexts(builderTexts);
  const { catalogue } = useContext(BuilderContext);
  const choices = () => catalogue.operatorsOf(row.field).map(({ code, label }) => ({ value: code, label }));
  return (
    <LazySelect
      part="operator"
      className={classes.operator}
      label={t("operator", { place })}
      value={row.operator}
      shown={catalogue.operator(row.operator)?.label ?? row.operator}
      groups={() => [{ label: "", choices: choices() }]}
      onChange={onChange}
    />
  );
}
