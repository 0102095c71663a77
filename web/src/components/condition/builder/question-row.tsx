import { type KeyboardEvent, memo, useContext } from "react";
import type { RuleProps } from "react-querybuilder";
import { useTexts } from "~/i18n";
import { type Row, TEXT_FIELD } from "../tree";
import classes from "./builder.module.css";
import { builderTexts } from "./builder-texts";
import { BuilderContext, placeOf } from "./context";
import { FieldSelect } from "./field-select";
import { OperatorSelect } from "./operator-select";
import { RightSide } from "./right-side";
import { RowButtons } from "./row-buttons";
import { TypedInput } from "./value-field";

/** One question: a field, a comparison, what it is compared with, and what can be done with the row. */
export const QuestionRow = memo(function QuestionRow({ rule, path, actions }: RuleProps) {
  const t = useTexts(builderTexts);
  const { catalogue, problems, focus, say } = useContext(BuilderContext);
  const row = rule as Row;
  const place = placeOf(path);
  const problem = problems.get(path.join("."));
  const isText = row.field === TEXT_FIELD;
  const set = (prop: string, value: unknown) => actions.onPropChange(prop as never, value, path);
  const shift = (way: "up" | "down") => {
    actions.moveRule(path, way);
    focus(row.id, "field");
    say(t("moved", { place: t("question", { place }) }));
  };
  const pressed = (event: KeyboardEvent) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowUp") shift("up");
    else if (event.key === "ArrowDown") shift("down");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const changeField = (field: string) => {
    set("field", field);
    // An operator that the new field does not know would ask nothing.
    const operators = catalogue.operatorsOf(field);
    const next = operators.find(({ code }) => code === row.operator) ?? operators[0];
    set("operator", next?.code ?? "=");
    set("value", catalogue.field(field)?.kind === "flag" ? true : "");
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row everywhere
    <div
      role="group"
      aria-label={t("question", { place })}
      aria-describedby={problem ? `${row.id}-problem` : undefined}
      className={classes.row}
      data-row={row.id}
      data-wrong={problem ? true : undefined}
      onKeyDown={pressed}
    >
      {isText ? (
        <>
          <span className={classes.tick} title={t("textOnlyWhy")}>
            {t("textOnly")}
          </span>
          <TypedInput
            label={t("textOf", { place })}
            part="field"
            className={classes.text}
            value={String(row.value ?? "")}
            onTyped={(text) => set("value", text)}
          />
        </>
      ) : (
        <>
          <FieldSelect
            label={t("field", { place })}
            path={row.field}
            choices={() => catalogue.asked}
            onChange={changeField}
            part="field"
          />
          <OperatorSelect place={place} row={row} onChange={(operator) => set("operator", operator)} />
          <RightSide place={place} row={row} set={set} />
        </>
      )}
      <RowButtons path={path} id={row.id} actions={actions} name={t("question", { place })} onShift={shift} />
      {problem && (
        <span id={`${row.id}-problem`} className={classes.problem}>
          {problem}
        </span>
      )}
      {isText && (
        <span className={classes.problem} style={{ color: "var(--mantine-color-dimmed)" }}>
          {t("textOnlyWhy")}
        </span>
      )}
    </div>
  );
});
