import { Button, Drawer, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useUndo } from "~/app/undo";
import { EmptyState } from "~/components/empty-state";
import { MoreButton } from "~/components/more-button";
import { PathText } from "~/components/path-text";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeBadge } from "~/components/relation-type";
import { defineTexts, useProblemWords, useTexts } from "~/i18n";
import { type Finding, findings, mend } from "./api";
import { useQueueWords } from "./queue-words";

const texts = defineTexts({
  en: {
    title: "To look at",
    close: "Close",
    open: "Open {name}",
    remove: "Remove the relation",
    retarget: "Point to {name} instead",
    mend: "Mend it",
    removed: "Removed the relation of {source} to {target}",
    retargeted: "Pointed the relation of {source} to {target}",
    mended: "Mended: {message}",
    none: "Nothing of this kind is left",
    list: "Show the products as a list",
    gone: "{sku} (not in the shop)",
  },
  de: {
    title: "Durchzusehen",
    close: "Schließen",
    open: "{name} öffnen",
    remove: "Beziehung entfernen",
    retarget: "Stattdessen auf {name} zeigen",
    mend: "Beheben",
    removed: "Beziehung von {source} zu {target} entfernt",
    retargeted: "Beziehung von {source} zeigt nun auf {target}",
    mended: "Behoben: {message}",
    none: "Von dieser Art ist nichts mehr da",
    list: "Produkte als Liste zeigen",
    gone: "{sku} (nicht im Shop)",
  },
});

/** Kinds of findings whose products are a list of their own. */
const LISTS: Record<string, string> = {
  "unreachable-target": "points_out",
  "dangling-relation": "pending",
  "stale-relation": "expired",
};

interface FindingsDrawerProps {
  /** The kind of finding; without one the drawer is shut. */
  kind: string | undefined;
  onClose: () => void;
}

/** The findings of one kind, each with what would mend it. */
export function FindingsDrawer({ kind, onClose }: FindingsDrawerProps) {
  const t = useTexts(texts);
  return (
    <Drawer
      opened={kind !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      padding="md"
      title={t("title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {kind !== undefined && <Findings kind={kind} />}
    </Drawer>
  );
}

function Findings({ kind }: { kind: string }) {
  const t = useTexts(texts);
  const words = useQueueWords();
  const query = useInfiniteQuery({
    queryKey: ["quality", "findings", kind],
    queryFn: ({ pageParam, signal }) => findings(kind, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const { data, error } = query;
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={240} />;
  const found = data.pages.flatMap(({ problems }) => problems);
  const total = data.pages[0]?.counts[kind] ?? found.length;
  if (found.length === 0) return <EmptyState compact title={t("none")} />;
  const state = LISTS[kind];
  return (
    <Stack gap="sm">
      <Text fw={600}>{words(kind, total)}</Text>
      {state && (
        <Button
          component={Link}
          to={"/products" as string}
          search={{ state } as never}
          variant="default"
          style={{ alignSelf: "flex-start" }}
        >
          {t("list")}
        </Button>
      )}
      {found.map((finding) => (
        <FindingCard key={`${finding.relation} ${finding.subject} ${finding.message}`} finding={finding} />
      ))}
      <MoreButton query={query} />
    </Stack>
  );
}

function FindingCard({ finding }: { finding: Finding }) {
  const t = useTexts(texts);
  const { done } = useUndo();
  const { source, target, type, names, path, repair } = finding;
  // What to do about it are the buttons.
  const said = useProblemWords()({ ...finding, hint: null });
  const sku = source || undefined;
  const name = (of: string) => names[of] ?? t("gone", { sku: of });
  const body: Record<string, unknown> = repair?.body ?? {};
  const next = typeof body.target === "string" ? body.target : undefined;
  const isRemoval = repair?.method === "DELETE";
  const mending = useMutation({
    mutationFn: mend,
    onSuccess: (revision) => {
      const values = { source: name(sku ?? ""), target: name(next ?? target ?? ""), message: said.text };
      done({ what: t(isRemoval ? "removed" : next ? "retargeted" : "mended", values), revision });
    },
  });
  return (
    <Paper p="sm" radius="md">
      <Stack gap="xs">
        {sku && target && type ? (
          <Group gap="xs">
            <Text size="sm" fw={600}>
              {name(sku)}
            </Text>
            <TypeBadge code={type} />
            <Text size="sm" fw={600}>
              {name(target)}
            </Text>
          </Group>
        ) : (
          sku && (
            <Text size="sm" fw={600}>
              {name(sku)}
            </Text>
          )
        )}
        <Stack gap={2} style={{ overflowWrap: "anywhere" }}>
          <Text size="sm" c="dimmed">
            {said.text}
          </Text>
          {said.exact && (
            <Text size="xs" c="dimmed" lang="en">
              {said.exact}
            </Text>
          )}
        </Stack>
        {path && path.length > 0 && <PathText path={path} names={path.map(name)} />}
        {mending.error && <ProblemAlert error={mending.error} />}
        <Group gap="xs">
          {repair && (
            <Button size="xs" loading={mending.isPending} onClick={() => mending.mutate(repair)}>
              {isRemoval ? t("remove") : next ? t("retarget", { name: name(next) }) : t("mend")}
            </Button>
          )}
          {sku && (
            <Button
              component={Link}
              to={"/products/$sku" as string}
              params={{ sku } as never}
              size="xs"
              variant="default"
            >
              {t("open", { name: name(sku) })}
            </Button>
          )}
        </Group>
      </Stack>
    </Paper>
  );
}
