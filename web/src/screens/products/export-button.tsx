import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useAnnounce } from "~/app/announce";
import { defineTexts, useTexts } from "~/i18n";
import { listProducts } from "./api";
import { useAttempt } from "./attempt";
import { csvOf, EXPORT_ROWS_MAX, gather } from "./export-rows";
import { type Filters, NO_FILTERS } from "./filters";

const texts = defineTexts({
  en: {
    list: "Export this list",
    selection: "Export {count, number} selected",
    running: "{count, number} rows …",
    done: "{count, plural, one {# product} other {# products}} exported to products.csv",
    cut: "The first {count, number} products were exported. The whole shop can be exported under Data.",
  },
  de: {
    list: "Diese Liste exportieren",
    selection: "{count, number} ausgewählte exportieren",
    running: "{count, number} Zeilen …",
    done: "{count, plural, one {# Produkt} other {# Produkte}} nach products.csv exportiert",
    cut: "Die ersten {count, number} Produkte wurden exportiert. Den ganzen Shop exportieren Sie unter Daten.",
  },
});

/** The API takes so many SKUs, and gives so many rows, at once. */
const AT_ONCE = 200;

interface ExportButtonProps {
  filters: Filters;
  sort: string | undefined;
  /** Selected rows; without any the list as it is filtered is exported. */
  skus: ReadonlySet<string>;
  isAll: boolean;
  total: number;
}

/** SKUs and names of the selection as a CSV file, read from the API page by page. */
export function ExportButton({ filters, sort, skus, isAll, total }: ExportButtonProps) {
  const t = useTexts(texts);
  const announce = useAnnounce();
  const attempt = useAttempt();
  const [rows, setRows] = useState<number | null>(null);
  const hasSelection = isAll || skus.size > 0;

  const run = async () => {
    setRows(0);
    try {
      const found = hasSelection && !isAll ? bySku([...skus]) : byFilters(filters, sort);
      const { rows, isCut } = await gather(found, setRows);
      save(csvOf(rows));
      const message = t(isCut ? "cut" : "done", { count: rows.length });
      announce(message);
      notifications.show({ message });
    } finally {
      setRows(null);
    }
  };
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      disabled={total === 0}
      loading={rows !== null}
      onClick={() => void attempt(run)}
    >
      {hasSelection
        ? t("selection", { count: isAll ? Math.min(total, EXPORT_ROWS_MAX) : skus.size })
        : t("list")}
    </Button>
  );
}

async function page(filters: Filters, sort: string | undefined, cursor: string | undefined) {
  const { items, next } = await listProducts(filters, { sort, cursor, limit: AT_ONCE });
  return { items: items.map(({ sku = "", name = "" }) => ({ sku, name })), next: next ?? null };
}

function byFilters(filters: Filters, sort: string | undefined) {
  return (cursor: string | undefined) => page(filters, sort, cursor);
}

/** Selected rows in bites, the place of the next bite being the cursor. */
function bySku(skus: string[]) {
  return async (cursor: string | undefined) => {
    const from = Number(cursor ?? 0);
    const { items } = await page(
      { ...NO_FILTERS, sku: skus.slice(from, from + AT_ONCE) },
      undefined,
      undefined,
    );
    const next = from + AT_ONCE;
    return { items, next: next < skus.length ? String(next) : null };
  };
}

function save(text: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "products.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
