import { Group, Loader, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { type Preview, previewQuery, type Rule } from "./api";
import { Example } from "./preview-example";
import { Warnings } from "./preview-warnings";
import classes from "./rules.module.css";

const texts = defineTexts({
  en: {
    title: "What it would do",
    blocked: "This is what it did before the last change; mend the conditions to see more.",
    nothing: "Mend the conditions to see what the rule would do.",
    untouched: "Ask a question on the left, and what the rule would do stands here.",
    sources: "Products",
    targets: "Shown",
    removed: "Removed",
    boosted: "Boosted",
    pairs: "Pairs",
    without: "Without result",
    soldOut: "Sold out",
    elapsed: "Took",
    coverage: "Coverage of this type: {before} now, {after} with the rule",
    examples: "Examples",
    reading: "Looking what it would do",
  },
  de: {
    title: "Was sie täte",
    blocked: "Das täte sie vor der letzten Änderung; beheben Sie die Bedingungen, um mehr zu sehen.",
    nothing: "Beheben Sie die Bedingungen, um zu sehen, was die Regel täte.",
    untouched: "Stellen Sie links eine Frage, und hier steht, was die Regel täte.",
    sources: "Produkte",
    targets: "Gezeigt",
    removed: "Entfernt",
    boosted: "Gehoben",
    pairs: "Paare",
    without: "Ohne Ergebnis",
    soldOut: "Ausverkauft",
    elapsed: "Dauer",
    coverage: "Abdeckung dieser Art: {before} jetzt, {after} mit der Regel",
    examples: "Beispiele",
    reading: "Sieht nach, was sie täte",
  },
});

/** Examples that are shown. */
const EXAMPLES = 8;

/** Those that change say most, then those that show something. */
function telling(examples: Preview["examples"]): Preview["examples"] {
  const rank = ({ before, after }: Preview["examples"][number]) =>
    before.join("\n") !== after.join("\n") ? 0 : after.length > 0 ? 1 : 2;
  return [...examples].sort((a, b) => rank(a) - rank(b)).slice(0, EXAMPLES);
}

interface PreviewPanelProps {
  /** The rule to try; undefined while its conditions are wrong. */
  rule: Rule | undefined;
  /** Whether the rule is being changed or checked. */
  isWaiting: boolean;
  /** Whether nothing is asked yet. */
  isUntouched: boolean;
}

/** What a rule would do, beside the form; the last answer stays, dimmed, until the next one is there. */
export function PreviewPanel({ rule, isWaiting, isUntouched }: PreviewPanelProps) {
  const t = useTexts(texts);
  const last = useRef<Rule | undefined>(undefined);
  if (rule) last.current = rule;
  const query = useQuery({ ...previewQuery(last.current), placeholderData: keepPreviousData });
  const { data, error } = query;
  const isStale = isWaiting || !rule || query.isPlaceholderData || query.isFetching;
  const isBlocked = isUntouched || (!rule && !isWaiting);
  return (
    <Paper component="section" aria-label={t("title")}>
      <Stack gap="sm">
        <Group justify="space-between" wrap="nowrap">
          <Title order={3}>{t("title")}</Title>
          {isStale && !isBlocked && <Loader size={16} aria-hidden />}
        </Group>
        {isBlocked && <Text size="sm">{t(isUntouched ? "untouched" : data ? "blocked" : "nothing")}</Text>}
        {error && !query.isFetching && <ProblemAlert error={error} />}
        {!data && !error && !isBlocked && <Skeleton height={260} radius="md" aria-label={t("reading")} />}
        {data && (
          <Stack
            gap="sm"
            className={classes.preview}
            data-stale={isStale || undefined}
            aria-busy={isStale && !isBlocked}
            data-testid="preview"
          >
            <Figures preview={data} effect={last.current?.effect} />
            <Warnings preview={data} />
            <Coverage preview={data} />
            {data.examples.length > 0 && (
              <Stack gap="xs">
                <Title order={4} size="h4">
                  {t("examples")}
                </Title>
                {telling(data.examples).map((example) => (
                  <Example key={example.source} example={example} names={data.names} />
                ))}
              </Stack>
            )}
          </Stack>
        )}
      </Stack>
    </Paper>
  );
}

/** What the products are called that a rule of an effect names. */
const TARGETS: Record<string, "removed" | "boosted"> = { remove: "removed", boost: "boosted" };

function Figures({ preview, effect = "add" }: { preview: Preview; effect: string | undefined }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const figures = [
    ["sources", formats.number(preview.sources)],
    ["targets", formats.number(preview.targets)],
    ["pairs", formats.number(preview.pairs_shown)],
    ["without", formats.number(preview.without_result)],
    ["soldOut", formats.number(preview.out_of_stock)],
    ["elapsed", formats.duration(preview.elapsed_ms * 1_000)],
  ] as const;
  return (
    <dl className={classes.figures}>
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{t(name === "targets" ? (TARGETS[effect] ?? name) : name)}</dt>
          <dd data-figure={name}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Coverage({ preview }: { preview: Preview }) {
  const t = useTexts(texts);
  const { percent } = useFormats();
  const { coverage_before: before, coverage_after: after } = preview;
  const width = (share: number) => ({ width: `${Math.min(100, share * 100)}%` });
  return (
    <Stack gap={4}>
      <Text size="sm">{t("coverage", { before: percent(before), after: percent(after) })}</Text>
      <div className={classes.bar} aria-hidden>
        <div className={classes.after} style={width(Math.max(before, after))} />
        <div className={classes.before} style={width(Math.min(before, after))} />
      </div>
    </Stack>
  );
}
