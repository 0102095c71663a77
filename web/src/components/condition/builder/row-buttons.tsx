import { IconArrowDown, IconArrowUp, IconCopy, IconTrash } from "@tabler/icons-react";
import { useContext } from "react";
import type { RuleProps } from "react-querybuilder";
import { useTexts } from "~/i18n";
import classes from "./builder.module.css";
import { builderTexts } from "./builder-texts";
import { BuilderContext } from "./context";

interface RowButtonsProps {
  path: number[];
  id: string | undefined;
  actions: RuleProps["actions"];
  /** What the row or group is called. */
  name: string;
  onShift: (way: "up" | "down") => void;
}

/** What can be done with a row or a group, each without dragging. */
export function RowButtons({ path, id, actions, name, onShift }: RowButtonsProps) {
  const t = useTexts(builderTexts);
  const { focus, say } = useContext(BuilderContext);
  const last = path[path.length - 1] ?? 0;
  const copy = () => {
    actions.moveRule(path, [...path.slice(0, -1), last + 1], true);
    say(t("copied", { place: name }));
  };
  const remove = () => {
    focus(undefined, path.join("."));
    actions.onRuleRemove(path);
    say(t("removed", { place: name }));
  };
  const buttons = [
    { part: "up", Icon: IconArrowUp, label: t("up", { place: name }), act: () => onShift("up") },
    { part: "down", Icon: IconArrowDown, label: t("down", { place: name }), act: () => onShift("down") },
    { part: "copy", Icon: IconCopy, label: t("copy", { place: name }), act: copy },
    { part: "remove", Icon: IconTrash, label: t("remove", { place: name }), act: remove },
  ];
  return (
    <span className={classes.buttons} data-of={id}>
      {buttons.map(({ part, Icon, label, act }) => (
        <button
          key={part}
          type="button"
          className={classes.button}
          data-part={part}
          aria-label={label}
          title={label}
          onClick={act}
        >
          <Icon size={15} aria-hidden />
        </button>
      ))}
    </span>
  );
}
