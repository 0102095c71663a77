import { Box, Button, Drawer, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type MouseEvent, useMemo, useRef } from "react";
import { BulkBar } from "~/components/bulk/bulk-bar";
import { useSelection } from "~/components/bulk/selection";
import { DataTable } from "~/components/data-table";
import { Page } from "~/components/page";
import { ProblemAlert } from "~/components/problem-alert";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { type ListedProduct, PAGE_ROWS, pageQuery } from "./api";
import { FilterChips } from "./chips";
import { useProductColumns } from "./columns";
import { ExportButton } from "./export-button";
import { Facets } from "./facets";
import { activeFilters, searchOf } from "./filters";
import { useListKeys } from "./list-keys";
import { useListState } from "./list-state";
import { type Density, useLook } from "./look";
import { NothingFound } from "./nothing-found";
import { Pager } from "./pager";
import classes from "./products.module.css";
import { TypeIcons } from "./relation-counts";
import { Toolbar } from "./toolbar";
import { Views } from "./views";
import { WIDE } from "./width";

const texts = defineTexts({
  en: {
    title: "Products",
    text: "{total, plural, one {# product} other {# products}}",
    loading: "Products are being counted",
    table: "Products",
    filters: "Filters",
    close: "Close",
    again: "Try again",
    first: "Back to the first page",
    all: "All {total, number} products that match are selected.",
    selectAll: "Select all {total, number} that match",
    page: "All {count, number} on this page are selected.",
  },
  de: {
    title: "Produkte",
    text: "{total, plural, one {# Produkt} other {# Produkte}}",
    loading: "Produkte werden gezählt",
    table: "Produkte",
    filters: "Filter",
    close: "Schließen",
    again: "Noch einmal versuchen",
    first: "Zurück zur ersten Seite",
    all: "Alle {total, number} passenden Produkte sind ausgewählt.",
    selectAll: "Alle {total, number} passenden auswählen",
    page: "Alle {count, number} dieser Seite sind ausgewählt.",
  },
});

const PICTURES: Record<Density, number> = { compact: 28, normal: 36, roomy: 48 };
const SPACING: Record<Density, number> = { compact: 2, normal: 6, roomy: 12 };
/** The table ends above the bar of the selection. */
const TABLE_HEIGHTS = {
  alone: "max(24rem, calc(100dvh - 20.5rem))",
  withBar: "max(20rem, calc(100dvh - 29rem))",
};

/** Finds products by the state of their relations and changes many at once. */
export default function ProductsScreen() {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const list = useListState();
  const { filters, sort, cursor, page } = list;
  const look = useLook();
  const columns = useProductColumns(PICTURES[look.density]);
  const { types, look: lookOf, isLoading: areTypesAwaited, error: typesError } = useRelationTypes();
  const looks = useMemo(() => types.map(({ code }) => lookOf(code ?? "")), [types, lookOf]);
  const isWide = useMediaQuery(WIDE, true, { getInitialValueInEffect: false });
  const [isOpen, drawer] = useDisclosure();
  const searchRef = useRef<HTMLInputElement>(null);
  const tableRef = useRef<HTMLDivElement>(null);
  const { data, error, isPlaceholderData, isFetching, refetch } = useQuery(pageQuery(filters, sort, cursor));
  const listName = JSON.stringify(searchOf(filters));
  const selection = useSelection(listName);
  const rows = data?.items;
  const total = data?.total ?? 0;
  const skus = useMemo(() => (rows ?? []).map(({ sku }) => sku ?? ""), [rows]);
  const selected = selection.isAll ? new Set(skus) : selection.skus;
  const count = selection.isAll ? total : selected.size;
  const isPageSelected = skus.length > 0 && skus.every((sku) => selected.has(sku));
  const focusTable = () => {
    const row = tableRef.current?.querySelector<HTMLElement>('[data-row][tabindex="0"]');
    (row ?? searchRef.current)?.focus();
  };
  const open = ({ sku = "" }: ListedProduct) =>
    void navigate({ to: "/products/$sku", params: { sku } } as never);
  const followLink = (event: MouseEvent) => {
    const link = (event.target as HTMLElement).closest<HTMLElement>("a[data-sku]");
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open({ sku: link.dataset.sku } as ListedProduct);
  };
  const selectPage = () => selection.setSkus(new Set([...selection.skus, ...skus]));
  useListKeys({ list, next: data?.next ?? null, searchRef });

  return (
    <Page
      title={t("title")}
      text={data ? t("text", { total }) : t("loading")}
      actions={
        <ExportButton filters={filters} sort={sort} skus={selected} isAll={selection.isAll} total={total} />
      }
    >
      <Views chosen={list.view} onShow={list.show} />
      <Group align="flex-start" wrap="nowrap" gap="md">
        {isWide && (
          <Paper component="aside" aria-label={t("filters")} className={classes.aside}>
            <Title order={2} size="h3" mb="sm">
              {t("filters")}
            </Title>
            <Facets filters={filters} onChange={list.setFilters} />
          </Paper>
        )}
        <Stack flex={1} miw={0} gap="sm">
          <Toolbar
            query={filters.query ?? ""}
            onSearch={(query) =>
              list.setFilters({ ...filters, query: query || undefined }, { replace: true })
            }
            inputRef={searchRef}
            sort={sort}
            onSort={list.setSort}
            columns={columns}
            hidden={look.hidden}
            onHide={look.hide}
            density={look.density}
            onDensity={look.pack}
            onFilters={isWide ? undefined : drawer.open}
            activeCount={activeFilters(filters).length}
          />
          <FilterChips filters={filters} onChange={list.setFilters} />
          {error && (
            <Stack gap="xs">
              <ProblemAlert error={error} />
              <Group>
                <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
                  {t("again")}
                </Button>
                {cursor && (
                  <Button variant="default" onClick={list.first}>
                    {t("first")}
                  </Button>
                )}
              </Group>
            </Stack>
          )}
          {(!error || rows) && (
            <Paper p={0} ref={tableRef} className={classes.table} onClick={followLink}>
              {isPageSelected && (selection.isAll || total > skus.length) && (
                <Group gap="xs" px="sm" py={6} className={classes.banner} role="status">
                  <Text size="sm">
                    {selection.isAll ? t("all", { total }) : t("page", { count: selected.size })}
                  </Text>
                  {!selection.isAll && (
                    <Button variant="subtle" size="compact-sm" onClick={selection.selectAll}>
                      {t("selectAll", { total })}
                    </Button>
                  )}
                </Group>
              )}
              <TypeIcons looks={looks} />
              <DataTable
                label={t("table")}
                columns={columns}
                // A column has a place for each type.
                rows={areTypesAwaited && !typesError ? undefined : rows}
                rowId={({ sku }) => sku ?? ""}
                rowName={({ name, sku }) => name ?? sku ?? ""}
                hidden={look.hidden}
                selected={selected}
                onSelect={selection.setSkus}
                sort={sort ?? "sku"}
                onSort={list.setSort}
                onOpen={open}
                onKey={(key, row) => {
                  if (key === "a") selectPage();
                  else if (key === "A") selection.selectAll();
                  else if (key === "e") open(row);
                  else return false;
                  return true;
                }}
                isStale={isPlaceholderData}
                density={SPACING[look.density]}
                skeletonRows={12}
                rowHeight={PICTURES[look.density] + 4}
                maxHeight={isWide ? TABLE_HEIGHTS[count > 0 ? "withBar" : "alone"] : undefined}
                total={data?.total ?? undefined}
                rowsBefore={page ? page.index * PAGE_ROWS : undefined}
                empty={
                  <NothingFound filters={filters} narrowest={data?.narrowest} onChange={list.setFilters} />
                }
              />
            </Paper>
          )}
          {rows && rows.length > 0 && (
            <Pager
              page={page}
              rows={rows.length}
              total={total}
              next={data?.next ?? null}
              onNext={list.next}
              onPrevious={list.previous}
              onFirst={list.first}
            />
          )}
          <Box aria-hidden h={count > 0 ? 8 : 0} />
          <BulkBar
            count={count}
            total={total}
            select={selection.isAll ? { filter: searchOf(filters) } : { skus: [...selected] }}
            isAll={selection.isAll}
            onSelectAll={selection.selectAll}
            onClear={() => {
              selection.clear();
              focusTable();
            }}
            onDone={() => {
              selection.clear();
              requestAnimationFrame(focusTable);
            }}
          />
        </Stack>
      </Group>
      <Drawer
        opened={isOpen && !isWide}
        onClose={drawer.close}
        title={t("filters")}
        padding="md"
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Facets filters={filters} onChange={list.setFilters} />
      </Drawer>
    </Page>
  );
}
