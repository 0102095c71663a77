import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Column } from "~/components/data-table";
import { EmptyState } from "~/components/empty-state";
import { TypeBadge } from "~/components/relation-type";
import { useFormats, useTexts } from "~/i18n";
import { listQuery, nameOrCode, type Placement } from "./api";
import { DocumentList } from "./document-list";
import { PlacementEditor } from "./placement-editor";
import { arrangementOf, placementTexts } from "./placement-texts";

/** All placements, or one of them to edit. */
export default function Placements({ code }: { code?: string | undefined }) {
  return code === undefined ? <PlacementList /> : <PlacementEditor code={code} />;
}

function PlacementList() {
  const t = useTexts(placementTexts);
  const formats = useFormats();
  const { data, error } = useQuery(listQuery("placements"));
  const columns: Column<Placement>[] = [
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
    <DocumentList
      section="placements"
      title={t("title")}
      text={t("text")}
      make={t("make")}
      head={t("placement")}
      nameOf={nameOrCode}
      rows={data?.items}
      error={error}
      columns={columns}
      empty={<EmptyState title={t("none")} />}
      skeletonRows={7}
    />
  );
}
