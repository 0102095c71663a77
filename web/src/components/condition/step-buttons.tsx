import { ActionIcon, Tooltip } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useAnnounce } from "~/app/announce";
import { isTyping } from "~/app/undo";
import { defineTexts, useTexts } from "~/i18n";
import type { ConditionName } from "./condition-document";
import type { Conditions } from "./use-conditions";

const texts = defineTexts({
  en: {
    undo: "Take the last change of “{title}” back (Ctrl Z)",
    redo: "Make it again in “{title}” (Ctrl Shift Z)",
    undone: "Taken back",
    redone: "Made again",
  },
  de: {
    undo: "Letzte Änderung an „{title}“ zurücknehmen (Strg Z)",
    redo: "Wieder vornehmen in „{title}“ (Strg Umschalt Z)",
    undone: "Zurückgenommen",
    redone: "Wieder vorgenommen",
  },
});

/** The steps back and forth of an editor, by key: nothing of it is saved yet. */
export function useStepKeys({ steps }: Conditions) {
  const t = useTexts(texts);
  const announce = useAnnounce();
  return (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    // A field that is typed into has an undo of its own; what only chooses has none.
    const field = event.target as HTMLElement;
    const chooses = field.tagName === "SELECT" || field.getAttribute("aria-expanded") === "false";
    if (isTyping(field) && !chooses) return;
    const key = event.key.toLowerCase();
    const isUndo = key === "z" && !event.shiftKey;
    if (!isUndo && key !== "y" && key !== "z") return;
    // Whoever is at the end of what was changed here does not want to undo what was saved before.
    if (!steps.ends.undo && !steps.ends.redo) return;
    event.preventDefault();
    event.stopPropagation();
    if (isUndo ? steps.undo() : steps.redo()) announce(t(isUndo ? "undone" : "redone"));
  };
}

interface StepButtonsProps {
  name: ConditionName;
  title: string;
  conditions: Conditions;
}

/** The same by button, at the condition that is changed by it. */
export function StepButtons({ name, title, conditions: { steps } }: StepButtonsProps) {
  const t = useTexts(texts);
  const buttons = [
    { way: "undo", Icon: IconArrowBackUp, act: steps.undo },
    { way: "redo", Icon: IconArrowForwardUp, act: steps.redo },
  ] as const;
  return buttons
    .filter(({ way }) => steps.ends[way] === name)
    .map(({ way, Icon, act }) => (
      <Tooltip key={way} label={t(way, { title })}>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={t(way, { title })} onClick={act}>
          <Icon size={16} />
        </ActionIcon>
      </Tooltip>
    ));
}
