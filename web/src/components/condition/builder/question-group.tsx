import { IconFolderPlus, IconPlus } from "@tabler/icons-react";
import { useContext } from "react";
import { RuleGroupBodyComponents, type RuleGroupProps, useRuleGroup } from "react-querybuilder";
import { useTexts } from "~/i18n";
import { firstField } from "../catalogue";
import { newId } from "../tree";
import classes from "./builder.module.css";
import { builderTexts } from "./builder-texts";
import { BuilderContext, placeOf } from "./context";
import { LazySelect } from "./lazy-select";
import { RowButtons } from "./row-buttons";

/** Questions that are joined by and or by or, and groups of them. */
export function QuestionGroup(props: RuleGroupProps) {
  const t = useTexts(builderTexts);
  const group = useRuleGroup(props);
  const { focus, say } = useContext(BuilderContext);
  const { path, actions, ruleGroup } = group;
  const name = path.length === 0 ? t("whole") : t("group", { place: placeOf(path) });
  const joined = group.combinator === "or" ? "or" : "and";
  const shift = (way: "up" | "down") => {
    actions.moveRule(path, way);
    focus(ruleGroup.id, "joined");
    say(t("moved", { place: name }));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold its legend beside other controls
    <div
      role="group"
      aria-label={name}
      className={classes.group}
      data-row={ruleGroup.id}
      data-level={path.length}
      data-joined={joined}
      data-not={ruleGroup.not || undefined}
    >
      <div className={classes.head}>
        <LazySelect
          part="joined"
          label={t("joined", { place: name })}
          value={joined}
          shown={t(joined)}
          groups={() => [
            {
              label: "",
              choices: [
                { value: "and", label: t("and") },
                { value: "or", label: t("or") },
              ],
            },
          ]}
          onChange={group.onCombinatorChange}
        />
        <label className={classes.tick}>
          <input
            type="checkbox"
            aria-label={t("notOf", { place: name })}
            checked={ruleGroup.not === true}
            onChange={(event) => group.onNotToggleChange(event.currentTarget.checked)}
          />
          {t("not")}
        </label>
        {path.length > 0 && (
          <RowButtons path={path} id={ruleGroup.id} actions={actions} name={name} onShift={shift} />
        )}
      </div>
      {ruleGroup.rules.length > 0 && (
        <div className={classes.rows}>
          <RuleGroupBodyComponents {...group} />
        </div>
      )}
      <Adders group={group} />
    </div>
  );
}

function Adders({ group }: { group: ReturnType<typeof useRuleGroup> }) {
  const t = useTexts(builderTexts);
  const { catalogue, focus } = useContext(BuilderContext);
  const question = () => {
    const field = firstField(catalogue);
    const operator = catalogue.operatorsOf(field)[0]?.code ?? "=";
    return { id: newId(), field, operator, value: "" };
  };
  const addQuestion = () => {
    const added = question();
    group.actions.onRuleAdd(added as never, group.path);
    focus(added.id, "field");
  };
  const addGroup = () => {
    const added = question();
    const inner = { id: newId(), combinator: "or", not: false, rules: [added] };
    group.actions.onGroupAdd(inner as never, group.path);
    focus(added.id, "field");
  };
  return (
    <div className={classes.head}>
      <button type="button" className={classes.add} data-part="add" onClick={addQuestion}>
        <IconPlus size={14} aria-hidden />
        {t("addQuestion")}
      </button>
      <button type="button" className={classes.add} onClick={addGroup}>
        <IconFolderPlus size={14} aria-hidden />
        {t("addGroup")}
      </button>
    </div>
  );
}
