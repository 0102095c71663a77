import { UnstyledButton } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/i18n";
import { STEPS, type Step } from "./flow-state";
import classes from "./steps.module.css";

const texts = defineTexts({
  en: {
    steps: "Steps",
    files: "Files",
    columns: "Columns",
    check: "Check",
    import: "Import",
    done: "done",
  },
  de: {
    steps: "Schritte",
    files: "Dateien",
    columns: "Spalten",
    check: "Prüfen",
    import: "Import",
    done: "erledigt",
  },
});

interface StepsProps {
  step: Step;
  /** Steps that one can go back to. */
  back: Step[];
  onGo: (step: Step) => void;
}

/** Where one stands; steps that are done lead back. */
export function Steps({ step, back, onGo }: StepsProps) {
  const t = useTexts(texts);
  const here = STEPS.indexOf(step);
  return (
    <nav aria-label={t("steps")}>
      <ol className={classes.steps}>
        {STEPS.map((one, index) => {
          const isPast = index < here;
          const inner = (
            <>
              <span className={classes.number} aria-hidden>
                {isPast ? <IconCheck size={14} /> : index + 1}
              </span>
              {t(one)}
              {isPast && <span className="unseen">({t("done")})</span>}
            </>
          );
          const look = `${classes.step} ${index === here ? classes.here : ""} ${isPast ? classes.past : ""}`;
          return (
            <li key={one} aria-current={index === here ? "step" : undefined}>
              {isPast && back.includes(one) ? (
                <UnstyledButton className={look} onClick={() => onGo(one)}>
                  {inner}
                </UnstyledButton>
              ) : (
                <span className={look}>{inner}</span>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
