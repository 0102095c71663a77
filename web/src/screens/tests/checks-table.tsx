import { Paper, Stack, Table, Text, Title } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Fragment, type KeyboardEvent, useRef, useState } from "react";
import { useAnnounce } from "~/app/announce";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import type { CheckReport, Report } from "./api";
import { checkTexts, kindOf, useCheckWords } from "./check-words";
import { Examples } from "./examples";
import { StateBadge } from "./state-badge";
import classes from "./tests.module.css";
import { useSingleKeys } from "./use-bench-keys";

const texts = defineTexts({
  en: {
    title: "Checks",
    state: "Result",
    check: "Check",
    figure: "Figure",
    before: "Before",
    bounds: "Bounds",
    none: "No check failed",
    skipped: "Why it was skipped",
    findings: "{count, plural, =0 {Nothing was found.} one {# finding} other {# findings}}",
    first: "{count, number} findings; the first {shown, number}:",
    of: "Findings of {name}",
  },
  de: {
    title: "Prüfpunkte",
    state: "Ergebnis",
    check: "Prüfpunkt",
    figure: "Wert",
    before: "Vorher",
    bounds: "Schwellen",
    none: "Kein Prüfpunkt ist durchgefallen",
    skipped: "Warum er übersprungen wurde",
    findings: "{count, plural, =0 {Nichts wurde gefunden.} one {# Befund} other {# Befunde}}",
    first: "{count, number} Befunde; die ersten {shown, number}:",
    of: "Befunde zu {name}",
  },
});

/** All checks; each opens to what it found. `n` opens the next one that failed. */
export function ChecksTable({ report }: { report: Report }) {
  const t = useTexts(texts);
  const say = useAnnounce();
  const body = useRef<HTMLTableSectionElement>(null);
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const { checks } = report;
  const wasTried = report.tried.length > 0;
  const openers = () => [...(body.current?.querySelectorAll<HTMLElement>("[data-opener]") ?? [])];
  const focus = (index: number) => {
    const opener = openers()[index];
    opener?.focus();
    opener?.scrollIntoView({ block: "nearest" });
  };
  const turn = (index: number, on = !opened.has(index)) => {
    const next = new Set(opened);
    if (on) next.add(index);
    else next.delete(index);
    setOpened(next);
  };
  const goOn = () => {
    const failed = checks.flatMap(({ state }, index) => (state === "fail" ? [index] : []));
    const here = openers().indexOf(document.activeElement as HTMLElement);
    const next = failed.find((index) => index > here) ?? failed[0];
    if (next === undefined) return say(t("none"));
    turn(next, true);
    focus(next);
  };
  useSingleKeys({ n: goOn });
  const pressed = (event: KeyboardEvent) => {
    const here = openers().indexOf(event.target as HTMLElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: checks.length - 1 }[event.key];
    if (here < 0 || to === undefined) return;
    event.preventDefault();
    focus(Math.max(0, Math.min(checks.length - 1, to)));
  };
  return (
    <Paper component="section" aria-label={t("title")}>
      <Stack gap="xs">
        <Title order={3}>{t("title")}</Title>
        <Table className={classes.table} aria-label={t("title")} verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("state")}</Table.Th>
              <Table.Th>{t("check")}</Table.Th>
              {wasTried && <Table.Th>{t("before")}</Table.Th>}
              <Table.Th>{t("figure")}</Table.Th>
              <Table.Th>{t("bounds")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ref={body} onKeyDown={pressed}>
            {checks.map((check, index) => (
              <Fragment key={check.name}>
                <Line
                  check={check}
                  wasTried={wasTried}
                  isOpen={opened.has(index)}
                  onTurn={() => turn(index)}
                />
                {opened.has(index) && (
                  <Table.Tr>
                    <Table.Td colSpan={wasTried ? 5 : 4}>
                      <Findings check={check} report={report} />
                    </Table.Td>
                  </Table.Tr>
                )}
              </Fragment>
            ))}
          </Table.Tbody>
        </Table>
      </Stack>
    </Paper>
  );
}

interface LineProps {
  check: CheckReport;
  wasTried: boolean;
  isOpen: boolean;
  onTurn: () => void;
}

function Line({ check, wasTried, isOpen, onTurn }: LineProps) {
  const t = useTexts(texts);
  const { figure, bounds } = useCheckWords();
  return (
    <Table.Tr data-check={check.name} data-state={check.state}>
      <Table.Td>
        <StateBadge state={check.state} />
      </Table.Td>
      <Table.Th scope="row" fw={400}>
        <button type="button" data-opener className={classes.opener} aria-expanded={isOpen} onClick={onTurn}>
          {isOpen ? <IconChevronDown size={14} aria-hidden /> : <IconChevronRight size={14} aria-hidden />}
          {check.name}
        </button>
      </Table.Th>
      {wasTried && (
        <Table.Td className={classes.figure}>
          <span className={classes.narrow}>{t("before")}: </span>
          {figure(check.check, check.before)}
        </Table.Td>
      )}
      <Table.Td className={classes.figure}>
        <span className={classes.narrow}>{t("figure")}: </span>
        {figure(check.check, check.value)}
      </Table.Td>
      <Table.Td>
        {bounds(check).map((bound) => (
          <Text key={bound} size="sm">
            {bound}
          </Text>
        ))}
      </Table.Td>
    </Table.Tr>
  );
}

/** What a check is there for, and what it found. */
function Findings({ check, report }: { check: CheckReport; report: Report }) {
  const t = useTexts(texts);
  const words = useTexts(checkTexts);
  const { language } = useLanguage();
  const { examples, failing, name, state, message } = check;
  const shown = examples.length;
  return (
    <Stack gap="xs" pb="sm">
      <Text size="sm">{words(`${kindOf(check.check)}Help`)}</Text>
      {/* What the server says of it is in English, whatever the language of the app. */}
      <Text size="sm" c="dimmed">
        {state === "skipped" && `${t("skipped")}: `}
        <span lang={language === "en" ? undefined : "en"}>{message}</span>
      </Text>
      {state !== "skipped" && (
        <Text size="sm">
          {failing > shown && shown > 0
            ? t("first", { count: failing, shown })
            : t("findings", { count: failing })}
        </Text>
      )}
      {shown > 0 && <Examples label={t("of", { name })} examples={examples} asks={report.asks} />}
    </Stack>
  );
}
