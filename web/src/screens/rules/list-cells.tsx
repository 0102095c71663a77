import { Anchor, Badge, Group, Stack, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconArrowsSplit2, IconCircleOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ConditionNoun } from "~/components/condition/api";
import { defineTexts, inOneLine, useFormats, useProblemWords, useTexts } from "~/i18n";
import type { RuleListItem } from "./api";
import classes from "./rules.module.css";

const texts = defineTexts({
  en: {
    notLive: "Is not live",
    problems: "{count, plural, one {# problem} other {# problems}}",
    overlaps: "{count, plural, one {# overlap} other {# overlaps}}",
    overlapsHelp:
      "Other active rules of this type start from some of the same products; the one of higher priority comes first",
    withheld: "{count, number} withheld",
    withheldHelp: "Pairs that are left out because they would close a circle",
    fine: "–",
  },
  de: {
    notLive: "Ist nicht live",
    problems: "{count, plural, one {# Problem} other {# Probleme}}",
    overlaps: "{count, plural, one {# Überschneidung} other {# Überschneidungen}}",
    overlapsHelp:
      "Andere aktive Regeln dieser Art gehen von einigen derselben Produkte aus; die mit höherem Vorrang kommt zuerst",
    withheld: "{count, number} zurückgehalten",
    withheldHelp: "Paare, die weggelassen werden, weil sie einen Kreis schließen würden",
    fine: "–",
  },
});

interface NameCellProps {
  noun: ConditionNoun;
  document: { code?: string; name?: string };
  sentence: string;
}

/** What it is called, and what it says. */
export function NameCell({ noun, document: { code = "", name }, sentence }: NameCellProps) {
  return (
    <Stack gap={2}>
      <Anchor component={Link} to={`/${noun}/${encodeURIComponent(code)}`} fw={600} size="sm">
        {name || code}
      </Anchor>
      <Text size="xs" c="dimmed" title={sentence} className={classes.sentence}>
        {sentence}
      </Text>
    </Stack>
  );
}

/** A number of a live rule; a dash where there is none. */
export function Figure({ value }: { value: number | undefined }) {
  const t = useTexts(texts);
  const { number } = useFormats();
  if (value === undefined)
    return (
      <Text span c="dimmed" title={t("notLive")}>
        –
      </Text>
    );
  return <span className="tabular">{number(value)}</span>;
}

/** What is worth a look: problems, overlaps, withheld pairs. */
export function Flags({
  item,
}: {
  item: Pick<RuleListItem, "problems"> & Partial<Pick<RuleListItem, "figures">>;
}) {
  const t = useTexts(texts);
  const say = useProblemWords();
  const { problems, figures } = item;
  const { overlaps = 0, withheld = 0 } = figures ?? {};
  if (problems.length + overlaps + withheld === 0) return <Text c="dimmed">{t("fine")}</Text>;
  return (
    <Group gap={4}>
      {problems.length > 0 && (
        <Tooltip
          label={problems
            .slice(0, 3)
            .map((problem) => inOneLine(say(problem)))
            .join(". ")}
        >
          <Badge color="red" leftSection={<IconAlertTriangle size={12} aria-hidden />}>
            {t("problems", { count: problems.length })}
          </Badge>
        </Tooltip>
      )}
      {overlaps > 0 && (
        <Tooltip label={t("overlapsHelp")}>
          <Badge color="cyan" leftSection={<IconArrowsSplit2 size={12} aria-hidden />}>
            {t("overlaps", { count: overlaps })}
          </Badge>
        </Tooltip>
      )}
      {withheld > 0 && (
        <Tooltip label={t("withheldHelp")}>
          <Badge color="orange" leftSection={<IconCircleOff size={12} aria-hidden />}>
            {t("withheld", { count: withheld })}
          </Badge>
        </Tooltip>
      )}
    </Group>
  );
}
