import { useContext } from "react";
import { useTexts } from "~/i18n";
import type { Row } from "../tree";
import classes from "./builder.module.css";
import { builderTexts } from "./builder-texts";
import { BuilderContext } from "./context";
import { LazySelect } from "./lazy-select";

interface OperatorSelectProps {
  place: string;
  row: Row;
  onChange: (operator: string) => void;
}

/** How a question compares. */
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
