import { type ReactNode, useState } from "react";
import classes from "./builder.module.css";

export interface Choice {
  value: string;
  label: string;
}

export interface ChoiceGroup {
  label: string;
  choices: Choice[];
}

interface LazySelectProps {
  label: string;
  value: string;
  /** What the value is called while the choices are not made. */
  shown: string;
  /** Asked for when somebody comes here: hundreds of rows with hundreds of choices are never made at once. */
  groups: () => ChoiceGroup[];
  onChange: (value: string) => void;
  part: string;
  className?: string | undefined;
}

/** A select that makes its choices when it has the focus or the pointer. */
export function LazySelect({ label, value, shown, groups, onChange, part, className }: LazySelectProps) {
  const [isOpen, setOpen] = useState(false);
  const made = isOpen ? groups() : [];
  const isKnown = made.some(({ choices }) => choices.some((choice) => choice.value === value));
  return (
    <select
      aria-label={label}
      data-part={part}
      className={`${classes.control} ${className ?? ""}`}
      value={value}
      onFocus={() => setOpen(true)}
      onPointerDown={() => setOpen(true)}
      onPointerEnter={() => setOpen(true)}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {!isKnown && <option value={value}>{shown}</option>}
      {made.map(({ label, choices }) => optionsOf(label, choices))}
    </select>
  );
}

function optionsOf(label: string, choices: Choice[]): ReactNode {
  const options = choices.map((choice) => (
    <option key={choice.value} value={choice.value}>
      {choice.label}
    </option>
  ));
  if (label === "") return options;
  return (
    <optgroup key={label} label={label}>
      {options}
    </optgroup>
  );
}
