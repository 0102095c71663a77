import { Box, Button, Combobox, Stack, Textarea, useCombobox } from "@mantine/core";
import { useRef, useState } from "react";
import type { ProblemDetail } from "~/api/problem";
import { ProblemWords } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { useTyped } from "./builder/use-typed";
import { type Catalogue, proposals, wordBefore } from "./catalogue";
import classes from "./condition.module.css";

const texts = defineTexts({
  en: {
    asText: "{label} as text",
    names: "Names that fit",
    go: "Go to the place",
    help: "Ask about source.… and target.…, join with && and ||. Names are proposed while you type; the arrow keys choose one.",
  },
  de: {
    asText: "{label} als Text",
    names: "Passende Namen",
    go: "Zur Stelle",
    help: "Fragen Sie nach source.… und target.…, verbinden Sie mit && und ||. Namen werden beim Tippen vorgeschlagen; die Pfeiltasten wählen.",
  },
});

interface ConditionTextProps {
  label: string;
  text: string;
  catalogue: Catalogue;
  problems: ProblemDetail[];
  onTyped: (text: string) => void;
}

/** Where a line and column are in a text, both from 1. */
export function placeAt(text: string, row: number, column: number): number {
  const before = text.split("\n").slice(0, row - 1);
  return before.reduce((sum, line) => sum + line.length + 1, 0) + column - 1;
}

/** A condition as its text, with proposals of names, and what is wrong at its line and column. */
export function ConditionText({ label, text, catalogue, problems, onTyped }: ConditionTextProps) {
  const t = useTexts(texts);
  const field = useRef<HTMLTextAreaElement>(null);
  const typed = useTyped(text, onTyped);
  const [place, setPlace] = useState(0);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const word = wordBefore(typed.text, place);
  const found = combobox.dropdownOpened ? proposals(catalogue, word) : [];
  const complete = (path: string) => {
    const next = typed.text.slice(0, place - word.length) + path + typed.text.slice(place);
    typed.type(next);
    combobox.closeDropdown();
    const end = place - word.length + path.length;
    setPlace(end);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(end, end);
    });
  };
  const goTo = ({ row, column }: ProblemDetail) => {
    const at = placeAt(typed.text, row ?? 1, Number(column ?? 1));
    field.current?.focus();
    field.current?.setSelectionRange(at, at + (/^[\w.]+/.exec(typed.text.slice(at))?.[0].length ?? 1));
  };
  return (
    <Stack gap={6}>
      <Combobox store={combobox} onOptionSubmit={complete} withinPortal position="bottom-start">
        <Combobox.Target withExpandedAttribute={false}>
          <Textarea
            ref={field}
            aria-label={t("asText", { label })}
            description={t("help")}
            inputWrapperOrder={["input", "description", "error"]}
            classNames={{ input: classes.code }}
            rows={Math.min(12, Math.max(3, typed.text.slice(0, 2_000).split("\n").length + 1))}
            value={typed.text}
            spellCheck={false}
            autoComplete="off"
            error={problems.length > 0}
            onChange={(event) => {
              typed.type(event.currentTarget.value);
              setPlace(event.currentTarget.selectionStart);
              combobox.openDropdown();
            }}
            onBlur={() => {
              typed.flush();
              combobox.closeDropdown();
            }}
          />
        </Combobox.Target>
        <Combobox.Dropdown hidden={found.length === 0}>
          <Combobox.Options aria-label={t("names")}>
            {found.map(({ path, field }) => (
              <Combobox.Option key={path} value={path}>
                <code>{path}</code> {field.label}
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {problems.length > 0 && (
        <Stack gap={6} role="alert">
          {problems.map((problem) => (
            <Box
              key={`${problem.code} ${problem.row} ${problem.column} ${problem.message}`}
              className={classes.problem}
            >
              <ProblemWords problem={problem} />
              {problem.row && (
                <Button size="compact-xs" variant="default" onClick={() => goTo(problem)}>
                  {t("go")}
                </Button>
              )}
            </Box>
          ))}
        </Stack>
      )}
    </Stack>
  );
}
