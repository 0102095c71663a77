import { NumberInput, UnstyledButton } from "@mantine/core";
import { useRef, useState } from "react";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { type LaneRow, targetName } from "./api";
import { useBench } from "./bench";
import { focusRow } from "./focus";
import classes from "./lane.module.css";
import { isEditable } from "./order";

const texts = defineTexts({
  en: { change: "Weight of {name}: {value}. Change it", field: "Weight of {name}" },
  de: { change: "Gewicht von {name}: {value}. Ändern", field: "Gewicht von {name}" },
});

/** The weight of a relation; a press turns it into a field. */
export function Weight({ row, tabIndex }: { row: LaneRow; tabIndex: number }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const { actions, sku } = useBench();
  const [draft, setDraft] = useState<string | number | null>(null);
  const settled = useRef(false);
  const weight = row.weight ?? 1;
  const name = targetName(row);
  const value = formats.number(weight, 4);
  if (!isEditable(row, sku)) return <span className={classes.weight}>× {value}</span>;
  const settle = (save: boolean) => {
    if (settled.current) return;
    settled.current = true;
    const wanted = typeof draft === "number" ? draft : Number.parseFloat(draft ?? "");
    setDraft(null);
    if (save && Number.isFinite(wanted) && wanted >= 0 && wanted !== weight)
      void actions.setWeight(row, wanted);
  };
  if (draft === null) {
    return (
      <UnstyledButton
        className={classes.weight}
        tabIndex={tabIndex}
        aria-label={t("change", { name, value })}
        onClick={() => {
          settled.current = false;
          setDraft(weight);
        }}
      >
        × {value}
      </UnstyledButton>
    );
  }
  return (
    <NumberInput
      aria-label={t("field", { name })}
      value={draft}
      onChange={setDraft}
      min={0}
      step={0.1}
      decimalScale={6}
      size="xs"
      w={84}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => settle(true)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        settle(event.key === "Enter");
        focusRow(row.id);
      }}
    />
  );
}
