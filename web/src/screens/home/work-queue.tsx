import { Badge, Group, Kbd, Stack, Text } from "@mantine/core";
import { IconChecks, IconChevronRight } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type MouseEvent, useEffect } from "react";
import { useKeys } from "~/app/keys";
import { type Search, stringifySearch } from "~/app/search";
import { isTyping } from "~/app/undo";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { findingCountsQuery, importsQuery, stateCountQuery } from "./api";
import { Card } from "./card";
import { type QueueItem, type Way, workQueue } from "./queue";
import { useQueueWords } from "./queue-words";
import classes from "./work-queue.module.css";

const texts = defineTexts({
  en: {
    title: "What needs you today",
    text: "The most pressing first; the number is the key that leads there.",
    high: "soon",
    medium: "when you can",
    low: "for tidiness",
    done: "Nothing waits for you",
    doneText: "Every relation points to something that can be shown, and every import was taken as a whole.",
  },
  de: {
    title: "Was heute auf Sie wartet",
    text: "Das Dringendste zuerst; die Ziffer ist die Taste, die dorthin führt.",
    high: "bald",
    medium: "bei Gelegenheit",
    low: "zum Aufräumen",
    done: "Nichts wartet auf Sie",
    doneText: "Jede Beziehung zeigt auf etwas Zeigbares, und jeder Import kam vollständig an.",
  },
});

const COLORS = { high: "orange", medium: "blue", low: "gray" } as const;
/** Items that a single digit leads to. */
const DIGITS = 9;

/** Everything that waits for somebody, each with the way to it. */
export function WorkQueue() {
  const t = useTexts(texts);
  const go = useWay();
  const answers = useQueries({
    queries: [
      stateCountQuery("uncovered"),
      stateCountQuery("no_relations"),
      findingCountsQuery,
      importsQuery,
    ],
  });
  const [uncovered, noRelations, found, imports] = answers;
  const isLoading = answers.some(({ isPending }) => isPending);
  const failed = answers.find(({ error }) => error);
  const items = workQueue({
    uncovered: uncovered.data,
    noRelations: noRelations.data,
    findings: found.data,
    imports: imports.data?.items,
  });
  useDigits(items, go.follow);
  return (
    <Card title={t("title")} text={t("text")} isLoading={isLoading} error={null} height={208}>
      <Stack gap={2} mih={208}>
        {failed && <ProblemAlert error={failed.error} />}
        {items.length === 0 && !failed && (
          <EmptyState
            compact
            order={3}
            icon={<IconChecks size={20} />}
            title={t("done")}
            text={t("doneText")}
          />
        )}
        <ul className={classes.list}>
          {items.map((item, at) => (
            <li key={item.key}>
              <QueueLine
                item={item}
                digit={at < DIGITS ? at + 1 : undefined}
                href={go.href(item.way)}
                onGo={go.follow}
              />
            </li>
          ))}
        </ul>
      </Stack>
    </Card>
  );
}

interface QueueLineProps {
  item: QueueItem;
  digit: number | undefined;
  href: string;
  onGo: (way: Way) => void;
}

function QueueLine({ item, digit, href, onGo }: QueueLineProps) {
  const t = useTexts(texts);
  const words = useQueueWords();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onGo(item.way);
  };
  return (
    <a
      href={href}
      className={classes.line}
      onClick={follow}
      aria-keyshortcuts={digit ? String(digit) : undefined}
    >
      {digit ? (
        <Kbd size="xs" aria-hidden>
          {digit}
        </Kbd>
      ) : (
        <span />
      )}
      <Group gap="xs" justify="space-between" flex={1} miw={0}>
        <Text size="sm" fw={550} flex="1 1 12rem">
          {words(item.kind, item.count, item.name)}
        </Text>
        <Badge color={COLORS[item.urgency]}>{t(item.urgency)}</Badge>
      </Group>
      <IconChevronRight size={16} aria-hidden />
    </a>
  );
}

/** How to follow a way, and its address. */
function useWay() {
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Search;
  const here = (findings: string) => ({ ...search, findings });
  return {
    href: (way: Way): string => {
      if ("findings" in way) return `/${stringifySearch(here(way.findings))}`;
      if ("id" in way) return `/data/imports/${encodeURIComponent(way.id)}`;
      return `${way.to}${stringifySearch(way.search)}`;
    },
    follow: (way: Way) => {
      if ("findings" in way)
        void navigate({ to: "/", search: here(way.findings), resetScroll: false } as never);
      else if ("id" in way) void navigate({ to: way.to, params: { id: way.id } } as never);
      else void navigate({ to: way.to, search: way.search } as never);
    },
  };
}

/** A digit follows the way of its item. */
function useDigits(items: QueueItem[], follow: (way: Way) => void) {
  const { enabled } = useKeys();
  useEffect(() => {
    if (!enabled) return;
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || document.querySelector("[role=dialog]")) return;
      const item = /^[1-9]$/.test(event.key) ? items[Number(event.key) - 1] : undefined;
      if (!item) return;
      event.preventDefault();
      follow(item.way);
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [enabled, items, follow]);
}
