import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useTexts } from "~/i18n";
import type { Asked } from "../catalogue";
import classes from "./builder.module.css";
import { builderTexts } from "./builder-texts";
import { FieldList, optionId } from "./field-list";
import { ownerOf, useFieldName } from "./field-name";
import { findFields } from "./field-search";

/** So many lines up or down at once. */
const PAGE = 10;

interface FieldSelectProps {
  label: string;
  path: string;
  /** What there is to choose from; asked for when somebody comes here. */
  choices: () => Asked[];
  onChange: (path: string) => void;
  part: string;
}

/**
 * A field, chosen by typing a part of its name, code or values. Its list is made when somebody opens it:
 * there may be hundreds of rows and thousands of attributes.
 */
export function FieldSelect({ label, path, choices, onChange, part }: FieldSelectProps) {
  const id = useId();
  const name = useFieldName();
  const field = useRef<HTMLInputElement>(null);
  // What is typed; null while the list is shut.
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const found = useFound(typed, choices);
  const paths = found?.groups.flatMap(({ hits }) => hits.map((hit) => hit.path)) ?? [];
  const open = (text: string) => {
    setTyped(text);
    setActive(0);
  };
  const take = (next: string | undefined) => {
    setTyped(null);
    if (next !== undefined && next !== path) onChange(next);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const step = STEPS[event.key];
    if (typed === null) {
      if (event.key !== "Enter" && event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      open("");
    } else if (step !== undefined) {
      setActive(Math.max(0, Math.min(paths.length - 1, active + step)));
    } else if (event.key === "Enter") {
      take(paths[active]);
    } else if (event.key === "Escape") {
      setTyped(null);
    } else {
      // Leaving takes what was typed for; nothing else is lost by it.
      if (event.key === "Tab") take(typed === "" ? undefined : paths[active]);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <input
        ref={field}
        role="combobox"
        aria-label={label}
        aria-expanded={found !== undefined}
        aria-controls={found ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={found && paths.length > 0 ? optionId(id, active) : undefined}
        data-part={part}
        data-path={path}
        className={`${classes.control} ${classes.field} ${classes.choice}`}
        value={typed ?? name(path)}
        title={typed === null ? path : undefined}
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => typed === null && open("")}
        onChange={(event) => open(event.currentTarget.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={pressed}
        placeholder={typed === "" ? name(path) : undefined}
      />
      {found && (
        <FieldList
          target={field}
          id={id}
          label={label}
          found={found}
          chosen={path}
          active={active}
          onTake={take}
          onPoint={setActive}
        />
      )}
    </>
  );
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };

/** What fits; undefined while nobody looks for anything. */
function useFound(typed: string | null, choices: () => Asked[]) {
  const t = useTexts(builderTexts);
  const isOpen = typed !== null;
  // What there is to choose from stays the same while the list is open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once at each opening
  const asked = useMemo(() => (isOpen ? choices() : []), [isOpen]);
  return useMemo(() => {
    if (typed === null) return undefined;
    return findFields(asked, typed, (variable) => t(ownerOf(variable), { label: "" }).trim());
  }, [typed, asked, t]);
}
