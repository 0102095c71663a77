import {
  ActionIcon,
  Box,
  Button,
  Group,
  Paper,
  Popover,
  Skeleton,
  Text,
  Title,
  UnstyledButton,
} from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconInfoCircle, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Beside, useOverlay } from "~/components/overlay";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeHelp, TypeIcon, useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { type LaneRow, laneQuery } from "./api";
import { useBench } from "./bench";
import { EmptyLane } from "./empty-lane";
import { keyOf, useLaneKeys } from "./keys";
import classes from "./lane.module.css";
import { LaneVerdict } from "./lane-verdict";
import { Refusal } from "./refusal";
import { LaneRowView } from "./row";
import { useLaneDrop } from "./use-drag";
import { useVerdict } from "./verdict";

const texts = defineTexts({
  en: {
    shown: "{shown, number} shown",
    some: "{shown, number} of {count, number} shown",
    add: "Add",
    addTo: "Add to {type}",
    about: "What is {type}?",
    list: "{type}, in served order",
    keys: "Arrow keys walk the rows. M moves, P pins, H hides, W says why, A adds, E edits, Delete removes.",
    all: "Show all {count, number}",
    more: "Show ideas for {type}",
  },
  de: {
    shown: "{shown, number} gezeigt",
    some: "{shown, number} von {count, number} gezeigt",
    add: "Hinzufügen",
    addTo: "Zu {type} hinzufügen",
    about: "Was ist {type}?",
    list: "{type}, in der gezeigten Reihenfolge",
    keys: "Pfeiltasten gehen durch die Zeilen. M bewegt, P heftet an, H blendet aus, W sagt warum, A fügt hinzu, E bearbeitet, Entf entfernt.",
    all: "Alle {count, number} zeigen",
    more: "Ideen für {type} zeigen",
  },
});

/** Longer lists show so many rows at first. */
const ROWS_AT_FIRST = 25;

/** Everything that a product shows under one relation type, in served order. */
export function Lane({ type }: { type: string }) {
  const t = useTexts(texts);
  const { sku, actions, moveMode, dragged, startAdding } = useBench();
  const { look } = useRelationTypes();
  const ref = useRef<HTMLDivElement>(null);
  const heading = useId();
  const [expanded, setExpanded] = useState(false);
  const { data, error } = useQuery(laneQuery(sku, type));
  const isOver = useLaneDrop(ref, sku, type);
  const { moving } = moveMode;
  const isMovingHere = moving?.type === type && moving.row.type !== type;
  const subject = dragged ?? (isMovingHere ? { kind: "relation" as const, row: moving.row } : null);
  const verdict = useVerdict(sku, type, subject);
  const rows = data && moveMode.shown(type, data);
  const { label } = look(type);
  const refusal = actions.refusals[type];
  const isEmpty = rows?.length === 0;
  const answer = verdict.kind === "none" || verdict.kind === "checking" ? "accepted" : verdict.kind;
  const shown = data?.filter(({ status }) => status === "active").length ?? 0;
  return (
    <Paper
      ref={ref}
      component="section"
      p={0}
      className={classes.lane}
      aria-labelledby={heading}
      data-testid={`lane-${type}`}
      data-over={isOver ? answer : undefined}
      data-idle={dragged && !isOver ? answer : undefined}
    >
      <Group gap="xs" px="sm" py={isEmpty ? 6 : "xs"} wrap="nowrap" justify="space-between">
        <Group gap="xs" miw={0} flex={1}>
          <Group gap="xs" wrap="nowrap">
            {isEmpty && (
              <UnstyledButton
                mih={24}
                miw={24}
                aria-expanded={expanded}
                aria-label={t("more", { type: label })}
                onClick={() => setExpanded(!expanded)}
              >
                {expanded ? (
                  <IconChevronDown size={16} aria-hidden />
                ) : (
                  <IconChevronRight size={16} aria-hidden />
                )}
              </UnstyledButton>
            )}
            <TypeIcon code={type} size={isEmpty ? 24 : 28} />
            <Title order={2} size="h3" id={heading}>
              {label}
            </Title>
            <About type={type} label={label} />
          </Group>
          {data && !isEmpty && (
            <Text size="sm" c="dimmed">
              {t(shown === data.length ? "shown" : "some", { shown, count: data.length })}
            </Text>
          )}
          {!data && !error && <Skeleton w={90} h={14} />}
        </Group>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          aria-label={t("addTo", { type: label })}
          data-lane-add={type}
          onClick={() => startAdding(type)}
        >
          {t("add")}
        </Button>
      </Group>
      <LaneVerdict verdict={verdict} isOver={isOver || isMovingHere} floats={dragged !== null} />
      {refusal && (
        <Box px="sm" pb="sm">
          <Refusal type={label} error={refusal} onClose={() => actions.refuse(type, undefined)} />
        </Box>
      )}
      {error && !data && (
        <Box px="sm" pb="sm">
          <ProblemAlert error={error} />
        </Box>
      )}
      {isEmpty && expanded && <EmptyLane type={type} />}
      {rows && rows.length > 0 && <Rows type={type} rows={rows} label={t("list", { type: label })} />}
    </Paper>
  );
}

/** What the type of a lane is for, when asked. */
function About({ type, label }: { type: string; label: string }) {
  const t = useTexts(texts);
  const { button, isMade, overlay, target } = useOverlay<HTMLButtonElement>("dialog");
  return (
    <>
      <ActionIcon
        {...button}
        variant="subtle"
        color="gray"
        size="sm"
        mih={24}
        miw={24}
        aria-label={t("about", { type: label })}
      >
        <IconInfoCircle size={16} />
      </ActionIcon>
      {isMade && (
        <Popover {...overlay} width={280} shadow="md" position="bottom-start" trapFocus returnFocus>
          <Popover.Target>
            <Beside target={target} />
          </Popover.Target>
          <Popover.Dropdown tabIndex={-1} data-autofocus aria-label={label}>
            <TypeHelp code={type} />
          </Popover.Dropdown>
        </Popover>
      )}
    </>
  );
}

/** The rows of a lane as one stop of the Tab key. */
function Rows({ type, rows, label }: { type: string; rows: LaneRow[]; label: string }) {
  const t = useTexts(texts);
  const { moveMode } = useBench();
  const [current, setCurrent] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const help = useId();
  const pressed = useLaneKeys(type, rows);
  const isMovingHere = moveMode.moving?.type === type;
  const visible = all || isMovingHere ? rows : rows.slice(0, ROWS_AT_FIRST);
  const here = visible.some(({ id }) => id === current) ? current : visible[0]?.id;
  return (
    <>
      <span id={help} className="unseen">
        {t("keys")}
      </span>
      <Box
        role="grid"
        aria-label={label}
        aria-describedby={help}
        className={classes.rows}
        onKeyDown={(event: KeyboardEvent<HTMLDivElement>) => pressed(keyOf(event), event)}
        onFocus={(event) => {
          const id = event.target.closest<HTMLElement>("[data-relation]")?.dataset.relation;
          if (id !== undefined) setCurrent(id);
        }}
      >
        {visible.map((row) => (
          <LaneRowView key={row.id} row={row} isCurrent={row.id === here} />
        ))}
      </Box>
      {visible.length < rows.length && (
        <Button variant="subtle" size="compact-sm" m="xs" onClick={() => setAll(true)}>
          {t("all", { count: rows.length })}
        </Button>
      )}
    </>
  );
}
