import { Badge, Box, Button, Paper, Stack, Text } from "@mantine/core";
import { IconArrowsExchange } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { asProblem, type ProblemError } from "~/api/problem";
import type { Relation } from "~/api/types";
import { useUndo } from "~/app/undo";
import { type Column, DataTable } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { createRelation } from "~/components/lane/api";
import { ProductLink } from "~/components/lane/product-link";
import { Refusal } from "~/components/lane/refusal";
import { MoreButton } from "~/components/more-button";
import { OriginBadge } from "~/components/origin";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeBadge, useRelationTypes } from "~/components/relation-type";
import { StatusBadge } from "~/components/status";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import { incomingQuery, outgoingQuery, pairOf } from "./api";
import { useWorkbenchUrl } from "./url";

const texts = defineTexts({
  en: {
    text: "Products that show this one. Open one to change its list, or link back to it.",
    table: "Products that point here",
    product: "Product",
    type: "As",
    position: "Position there",
    origin: "Origin",
    status: "State",
    back: "Way back",
    both: "Both ways",
    make: "Link back",
    makeName: "Link back to {name} as {type}",
    linked: "{name} linked back as {type}",
    none: "No product points here",
    noneText: "Other products show this one when somebody adds it to their lists.",
    relations: "See where this one points",
  },
  de: {
    text: "Produkte, die dieses zeigen. Öffnen Sie eines, um seine Liste zu ändern, oder verbinden Sie zurück.",
    table: "Produkte, die hierher zeigen",
    product: "Produkt",
    type: "Als",
    position: "Position dort",
    origin: "Herkunft",
    status: "Zustand",
    back: "Rückweg",
    both: "In beide Richtungen",
    make: "Zurück verbinden",
    makeName: "Zurück verbinden mit {name} als {type}",
    linked: "Zurück mit {name} verbunden als {type}",
    none: "Kein Produkt zeigt hierher",
    noneText: "Andere Produkte zeigen dieses, wenn es jemand in ihre Listen aufnimmt.",
    relations: "Sehen, wohin dieses zeigt",
  },
});

/** What tells rows apart: the number of a relation, which those that are stored have. */
function rowKey({ id, source, type }: Relation): string {
  return id ?? `${type} ${source}`;
}

/** Relations that point to a product, and whether they go both ways. */
export default function IncomingTab({ sku }: { sku: string }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const { set } = useWorkbenchUrl();
  const { look } = useRelationTypes();
  const query = useInfiniteQuery(incomingQuery(sku));
  const outgoing = useQuery(outgoingQuery(sku));
  const { link, refused, busy, close } = useLinkBack(sku);
  const rows = query.data?.pages.flatMap(({ items }) => items);
  const columns = useMemo<Column<Relation>[]>(
    () => [
      {
        id: "product",
        head: t("product"),
        minWidth: 160,
        cell: ({ source, source_name }) => (
          <Box>
            <ProductLink sku={source} size="sm" fw={550}>
              {source_name ?? source}
            </ProductLink>
            <Text size="xs" c="dimmed">
              {source}
            </Text>
          </Box>
        ),
      },
      { id: "type", head: t("type"), minWidth: 170, cell: ({ type }) => <TypeBadge code={type} /> },
      {
        id: "position",
        head: t("position"),
        align: "right",
        cell: ({ position }) => <span className="tabular">{formats.number(position ?? 0)}</span>,
      },
      {
        id: "origin",
        head: t("origin"),
        minWidth: 120,
        cell: ({ origin }) => <OriginBadge origin={origin} />,
      },
      {
        id: "status",
        head: t("status"),
        minWidth: 140,
        cell: ({ status }) => <StatusBadge status={status} />,
      },
      {
        id: "back",
        head: t("back"),
        minWidth: 140,
        cell: (row) => {
          if (!outgoing.data) return null;
          if (outgoing.data.has(pairOf(row.type, row.source)))
            return (
              <Badge color="teal" leftSection={<IconArrowsExchange size={13} aria-hidden />}>
                {t("both")}
              </Badge>
            );
          const values = { name: row.source_name ?? row.source, type: look(row.type).label };
          return (
            <Button
              size="compact-sm"
              variant="light"
              loading={busy === rowKey(row)}
              aria-label={t("makeName", values)}
              onClick={() => void link(row, t("linked", values))}
            >
              {t("make")}
            </Button>
          );
        },
      },
    ],
    [busy, formats, link, look, outgoing.data, t],
  );
  if (query.error && !rows) return <ProblemAlert error={query.error} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("text")}
      </Text>
      {refused && <Refusal type={look(refused.type).label} error={refused.error} onClose={close} />}
      <Paper p={0}>
        <DataTable
          label={t("table")}
          columns={columns}
          rows={rows}
          rowId={rowKey}
          empty={
            <EmptyState
              title={t("none")}
              text={t("noneText")}
              action={
                <Button variant="light" onClick={() => set({ tab: undefined })}>
                  {t("relations")}
                </Button>
              }
            />
          }
        />
      </Paper>
      <MoreButton query={query} />
    </Stack>
  );
}

/** Makes the way back of a relation, and says why when it is refused. */
function useLinkBack(sku: string) {
  const { done } = useUndo();
  const [busy, setBusy] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ type: string; error: ProblemError } | null>(null);
  return useMemo(
    () => ({
      busy,
      refused,
      close: () => setRefused(null),
      link: async (row: Relation, what: string) => {
        setBusy(rowKey(row));
        setRefused(null);
        try {
          const { revision } = await createRelation({ source: sku, type: row.type, target: row.source });
          done({ what, revision });
          // The button gives way to a badge; the row is still there.
          document.querySelector<HTMLElement>(`[data-row="${CSS.escape(rowKey(row))}"]`)?.focus();
        } catch (error) {
          setRefused({ type: row.type, error: asProblem(error) });
        } finally {
          setBusy(null);
        }
      },
    }),
    [busy, done, refused, sku],
  );
}
