import { Popover } from "@mantine/core";
import { type RefObject, useEffect, useRef } from "react";
import { Beside } from "~/components/overlay";
import { useFormats, useTexts } from "~/i18n";
import type { Asked } from "../catalogue";
import classes from "./builder.module.css";
import type { FoundFields } from "./field-search";
import { fieldTexts } from "./field-texts";

/** Values of a field that its line names. */
const VALUES = 3;

interface FieldListProps {
  /** The field that the list belongs to. */
  target: RefObject<HTMLElement | null>;
  id: string;
  label: string;
  found: FoundFields;
  /** The path that is chosen now. */
  chosen: string;
  /** Which of the hits the next Enter takes. */
  active: number;
  onTake: (path: string) => void;
  onPoint: (active: number) => void;
}

export const optionId = (id: string, place: number) => `${id}-${place}`;

/** Fields to choose from, by whose they are: each with its name, how it is written, its kind and values. */
export function FieldList(props: FieldListProps) {
  const { target, id, label, found, active } = props;
  const t = useTexts(fieldTexts);
  const list = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed changes what stands at a place
  useEffect(() => {
    list.current?.querySelector(`[id="${optionId(id, active)}"]`)?.scrollIntoView({ block: "nearest" });
  }, [id, active, found]);
  const starts = found.groups.map((_, index) =>
    found.groups.slice(0, index).reduce((sum, { hits }) => sum + hits.length, 0),
  );
  return (
    <Popover opened withRoles={false} position="bottom-start" width={380} withinPortal shadow="md" offset={4}>
      <Popover.Target>
        <Beside target={target} />
      </Popover.Target>
      <Popover.Dropdown p={4}>
        <div role="listbox" id={id} ref={list} aria-label={label} className={classes.fields}>
          {found.groups.map(({ variable, isAttributes, hits }, index) => (
            <FieldLines
              key={`${variable} ${isAttributes}`}
              {...props}
              heading={t(isAttributes ? "attributesOf" : "fieldsOf", { owner: t(variable as "source") })}
              hits={hits}
              start={starts[index] ?? 0}
            />
          ))}
        </div>
        <div role="status" className={classes.more}>
          {found.groups.length === 0 && t("nothing")}
          {found.more > 0 && t("more", { count: found.more })}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface FieldLinesProps extends FieldListProps {
  heading: string;
  hits: Asked[];
  /** The place of the first of them in the whole list. */
  start: number;
}

function FieldLines({ id, heading, hits, start, chosen, active, onTake, onPoint }: FieldLinesProps) {
  const t = useTexts(fieldTexts);
  const formats = useFormats();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a list of choices
    <div role="group" aria-labelledby={`${id}-${start}-head`}>
      <div id={`${id}-${start}-head`} className={classes.heading}>
        {heading}
      </div>
      {hits.map(({ path, field }, index) => {
        const place = start + index;
        const kind = field.many ? "several" : ((field.kind ?? "mixed") as "text");
        const values = field.values.slice(0, VALUES).map(({ value }) => value);
        return (
          // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active one
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys
          <div
            key={path}
            role="option"
            id={optionId(id, place)}
            aria-selected={path === chosen}
            data-active={place === active || undefined}
            className={classes.option}
            // The field keeps the focus.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => place !== active && onPoint(place)}
            onClick={() => onTake(path)}
          >
            <span className={classes.optionName}>
              {field.label} <code>{path}</code>
            </span>
            <span className={classes.optionKind}>
              {t(kind)}
              {values.length > 0 && `: ${formats.list(values)}`}
            </span>
          </div>
        );
      })}
    </div>
  );
}
