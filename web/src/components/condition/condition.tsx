import { Box, Group, SegmentedControl, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useCallback, useId, useMemo } from "react";
import { PathText } from "~/components/path-text";
import { ProblemWords } from "~/components/problem-alert";
import { defineTexts, inOneLine, useProblemWords, useTexts } from "~/i18n";
import { ConditionBuilder } from "./builder/condition-builder";
import type { Catalogue } from "./catalogue";
import classes from "./condition.module.css";
import { type ConditionName, isPlain, problemsOf } from "./condition-document";
import { ConditionText } from "./condition-text";
import { SizeNote } from "./size-note";
import { StepButtons, useStepKeys } from "./step-buttons";
import type { Query } from "./tree";
import type { Conditions, View } from "./use-conditions";

const texts = defineTexts({
  en: {
    view: "How {title} is shown",
    builder: "Builder",
    text: "Text",
    unreadable: "The builder cannot show this text before it can be read: mend what is named below.",
    unfinished: "The text is made when every question is complete: mend what is marked.",
    inWords: "In words",
    always: "always",
    everything: "every product",
  },
  de: {
    view: "Wie „{title}“ gezeigt wird",
    builder: "Baukasten",
    text: "Text",
    unreadable:
      "Der Baukasten kann diesen Text erst zeigen, wenn er sich lesen lässt: Beheben Sie, was unten steht.",
    unfinished: "Den Text gibt es, wenn jede Frage vollständig ist: Beheben Sie, was markiert ist.",
    inWords: "In Worten",
    always: "immer",
    everything: "jedes Produkt",
  },
});

interface ConditionProps {
  name: ConditionName;
  title: string;
  help: string;
  conditions: Conditions;
  catalogue: Catalogue;
  text: string;
}

/** One condition: as questions or as a text, always in words, with what is wrong at its place. */
export function Condition({ name, title, help, conditions, catalogue, text }: ConditionProps) {
  const t = useTexts(texts);
  const say = useProblemWords();
  const id = useId();
  const { edit, type, show, found, problems, isUntouched } = conditions;
  const query = conditions.queryOf(name);
  const view = conditions.viewOf(name);
  const { questions, others } = useMemo(() => problemsOf(problems, name), [problems, name]);
  const wrong = useMemo(
    () => new Map([...questions].map(([place, problem]) => [place, inOneLine(say(problem))])),
    [questions, say],
  );
  const edited = useCallback((next: Query) => edit(name, next), [edit, name]);
  const typed = useCallback((next: string) => type(name, next), [type, name]);
  const stepped = useStepKeys(conditions);
  const isAll = name === "when" ? text.trim() === "" : name !== "forbid" && isPlain(text);
  const words = isAll ? t(name === "when" ? "always" : "everything") : found?.sentences[name];
  return (
    <Stack gap="xs" role="group" aria-labelledby={id} onKeyDown={stepped}>
      <Group justify="space-between" align="flex-start">
        <Stack gap={2} flex="1 1 16rem">
          <Title order={3} id={id}>
            {title}
          </Title>
          <Text size="sm" c="dimmed">
            {help}
          </Text>
        </Stack>
        <Group gap={4} wrap="nowrap">
          <StepButtons name={name} title={title} conditions={conditions} />
          <SegmentedControl
            size="xs"
            aria-label={t("view", { title })}
            value={view}
            disabled={!found && !isUntouched}
            onChange={(next) => void show(name, next as View)}
            data={[
              { value: "builder", label: t("builder") },
              { value: "text", label: t("text") },
            ]}
          />
        </Group>
      </Group>
      {conditions.refused === name && (
        <Text size="sm" role="alert">
          {t(view === "text" ? "unreadable" : "unfinished")}
        </Text>
      )}
      {!found && !query && !conditions.error && problems.length === 0 ? (
        <Skeleton height={64} radius="md" />
      ) : view === "builder" && query ? (
        <ConditionBuilder
          query={query}
          catalogue={catalogue}
          problems={wrong}
          onChange={edited}
          isEmptyAll={name === "match" || name === "condition"}
        />
      ) : (
        <ConditionText label={title} text={text} catalogue={catalogue} problems={others} onTyped={typed} />
      )}
      {view === "builder" && others.length > 0 && (
        <Stack gap={4} role="alert">
          {others.map((problem) => (
            <Box key={`${problem.code} ${problem.message}`} className={classes.problem}>
              <ProblemWords problem={problem} drawPath={(path) => <PathText path={path} />} />
            </Box>
          ))}
        </Stack>
      )}
      <SizeNote size={found?.sizes[name]} />
      {words && (
        <Text size="sm" className={classes.words} data-stale={!conditions.isSettled || undefined}>
          <Text span c="dimmed" size="sm">
            {t("inWords")}:{" "}
          </Text>
          {words}
        </Text>
      )}
    </Stack>
  );
}
