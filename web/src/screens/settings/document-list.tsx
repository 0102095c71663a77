import { Anchor, Group, Paper, Stack, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Column, DataTable } from "~/components/data-table";
import { ProblemAlert } from "~/components/problem-alert";
import { ListHead, type ListHeadProps } from "./list-head";

interface DocumentListProps<T> extends ListHeadProps {
  section: string;
  rows: T[] | undefined;
  error: unknown;
  /** What the things are called, one of them; the head of the first column. */
  head: string;
  nameOf: (row: T) => string;
  icon?: (row: T) => ReactNode;
  /** What stands beside name and code. */
  columns: Column<T>[];
  empty: ReactNode;
  /** About as many as there usually are. */
  skeletonRows: number;
}

/** The documents of a section by name and code; each leads to its editor. */
export function DocumentList<T extends { code?: string }>(props: DocumentListProps<T>) {
  const { title, text, make, section, rows, error, head, nameOf, icon, columns, empty, skeletonRows } = props;
  const navigate = useNavigate();
  if (error) return <ProblemAlert error={error} />;
  const name: Column<T> = {
    id: "name",
    head,
    minWidth: 150,
    cell: (row) => (
      <Group gap="sm" wrap="nowrap">
        {icon?.(row)}
        <Stack gap={0}>
          <Anchor
            component={Link}
            to={`/settings/${section}/${encodeURIComponent(row.code ?? "")}`}
            fw={600}
            size="sm"
          >
            {nameOf(row)}
          </Anchor>
          <Text size="xs" c="dimmed">
            {row.code}
          </Text>
        </Stack>
      </Group>
    ),
  };
  return (
    <Stack>
      <ListHead title={title} text={text} make={make} section={section} />
      <Paper p="xs">
        <DataTable
          label={title}
          columns={[name, ...columns]}
          rows={rows}
          rowId={({ code = "" }) => code}
          rowName={nameOf}
          onOpen={({ code = "" }) =>
            void navigate({ to: "/settings/$section/$code", params: { section, code } })
          }
          empty={empty}
          skeletonRows={skeletonRows}
        />
      </Paper>
    </Stack>
  );
}
