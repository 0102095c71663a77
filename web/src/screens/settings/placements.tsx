import { Anchor, Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type Column, DataTable } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeBadge } from "~/components/relation-type";
import { useFormats, useTexts } from "~/i18n";
import { listQuery, type Placement } from "./api";
import { ListHead } from "./list-head";
import { PlacementEditor } from "./placement-editor";
import { arrangementOf, placementTexts } from "./placement-texts";

/** All placements, or one of them to edit. */
export default function Placements({ code }: { code?: string | undefined }) {
  return code === undefined ? <PlacementList /> : <PlacementEditor code={code} />;
}

function PlacementList() {
  const t = useTexts(placementTexts);
  const formats = useFormats();
  const navigate = useNavigate();
  const { data, error } = useQuery(listQuery("placements"));
  if (error) return <ProblemAlert error={error} />;
  const columns: Column<Placement>[] = [
    {
      id: "placement",
      head: t("placement"),
      minWidth: 140,
      cell: ({ code = "", name }) => (
        <Stack gap={0}>
          <Anchor component={Link} to={`/settings/placements/${encodeURIComponent(code)}`} fw={600} size="sm">
            {name ?? code}
          </Anchor>
          <Text size="xs" c="dimmed">
            {code}
          </Text>
        </Stack>
      ),
    },
    {
      id: "limit",
      head: t("limit"),
      align: "right",
      cell: ({ limit = 0 }) => <span className="tabular">{formats.number(limit)}</span>,
    },
    {
      id: "arrangement",
      head: t("arrangement"),
      minWidth: 150,
      cell: ({ arrangement, reserve }) => t(arrangementOf(arrangement), { places: reserve ?? 0 }),
    },
    {
      id: "blocks",
      head: t("blocks"),
      minWidth: 140,
      cell: ({ blocks = [] }) =>
        blocks.length === 0 ? (
          t("noBlocks")
        ) : (
          <Group gap={4}>
            {[...new Set(blocks.flatMap(({ types }) => types))].map((type) => (
              <TypeBadge key={type} code={type} />
            ))}
          </Group>
        ),
    },
    {
      id: "caps",
      head: t("caps"),
      minWidth: 130,
      cell: ({ caps }) => {
        const parts = [
          caps?.brand ? t("perBrand", { count: caps.brand }) : "",
          caps?.category ? t("perCategory", { count: caps.category }) : "",
        ].filter((part) => part !== "");
        return parts.length === 0 ? t("noCaps") : parts.join(", ");
      },
    },
  ];
  return (
    <Stack>
      <ListHead title={t("title")} text={t("text")} make={t("make")} section="placements" />
      <Paper p="xs">
        <DataTable
          label={t("title")}
          columns={columns}
          rows={data?.items}
          rowId={({ code = "" }) => code}
          rowName={({ name, code = "" }) => name ?? code}
          onOpen={({ code = "" }) =>
            void navigate({ to: "/settings/$section/$code", params: { section: "placements", code } })
          }
          empty={<EmptyState title={t("none")} />}
          skeletonRows={7}
        />
      </Paper>
    </Stack>
  );
}
