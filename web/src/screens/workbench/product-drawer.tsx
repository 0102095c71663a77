import { Drawer, NumberInput, Select, SimpleGrid, TagsInput, Text, TextInput } from "@mantine/core";
import type { Read } from "~/api/client";
import type { ProblemDetail } from "~/api/problem";
import type { Product } from "~/api/types";
import { useUndo } from "~/app/undo";
import { useCloseButton } from "~/components/close";
import { EditForm, useEdit } from "~/components/edit-form";
import { changeProduct } from "~/components/lane/api";
import { ProblemAlert } from "~/components/problem-alert";
import { problemAt } from "~/components/problems";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import { type ProductDraft, productDraft, productPatch } from "./product-draft";

const texts = defineTexts({
  en: {
    title: "Edit {sku}",
    name: "Name",
    brand: "Brand",
    price: "Price in {currency}",
    stock: "Stock",
    stockHelp: "Empty is not tracked, which counts as in stock",
    status: "Status",
    active: "Sold",
    inactive: "Not sold",
    discontinued: "Discontinued",
    categories: "Categories",
    categoriesHelp: "Paths with slashes; the first is the main one. Press Enter after each.",
    image_url: "Address of the picture",
    url: "Address of its page",
    saved: "{name} changed",
  },
  de: {
    title: "{sku} bearbeiten",
    name: "Name",
    brand: "Marke",
    price: "Preis in {currency}",
    stock: "Bestand",
    stockHelp: "Leer heißt nicht erfasst und gilt als lieferbar",
    status: "Status",
    active: "Im Verkauf",
    inactive: "Nicht im Verkauf",
    discontinued: "Ausgelaufen",
    categories: "Kategorien",
    categoriesHelp:
      "Pfade mit Schrägstrichen; der erste ist der wichtigste. Nach jedem die Eingabetaste drücken.",
    image_url: "Adresse des Bildes",
    url: "Adresse der Produktseite",
    saved: "{name} geändert",
  },
});

interface ProductDrawerProps {
  product: Product;
  etag: string | null;
  /** Reads the product as it is stored now. */
  onReload: () => Promise<{ data?: Read<Product> | undefined }>;
  onClose: () => void;
}

/** The basic fields of a product; somebody else's change in between is shown beside one's own. */
export function ProductDrawer({ product, etag, onReload, onClose }: ProductDrawerProps) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const { done } = useUndo();
  const sku = product.sku ?? "";
  const edit = useEdit({
    stored: product,
    etag,
    draftOf: productDraft,
    patchOf: productPatch,
    send: (patch, matching) => changeProduct(sku, patch, matching),
    reload: async () => (await onReload()).data,
    onSaved: (revision, { name }) => done({ what: t("saved", { name }), revision }),
    onClose,
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      closeButtonProps={closeButton}
      position="right"
      size="md"
      title={t("title", { sku })}
    >
      <EditForm edit={edit} label={(field) => t(field as "name", { currency: product.currency })}>
        <Fields
          draft={edit.draft}
          currency={product.currency ?? ""}
          problems={edit.error?.problems ?? []}
          onChange={edit.change}
        />
        {edit.error && <ProblemAlert error={edit.error} />}
      </EditForm>
    </Drawer>
  );
}

interface FieldsProps {
  draft: ProductDraft;
  currency: string;
  problems: ProblemDetail[];
  onChange: (change: Partial<ProductDraft>) => void;
}

function Fields({ draft, currency, problems, onChange }: FieldsProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const wrong = (field: keyof ProductDraft) => problemAt(problems, `/${field}`, language);
  return (
    <>
      <TextInput
        label={t("name")}
        value={draft.name}
        required
        data-autofocus
        error={wrong("name")}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <TextInput
        label={t("brand")}
        value={draft.brand}
        error={wrong("brand")}
        onChange={(event) => onChange({ brand: event.currentTarget.value })}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput
          label={t("price", { currency })}
          inputMode="decimal"
          value={draft.price}
          error={wrong("price")}
          onChange={(event) => onChange({ price: event.currentTarget.value })}
        />
        <NumberInput
          label={t("stock")}
          allowDecimal={false}
          value={draft.stock}
          error={wrong("stock")}
          onChange={(stock) => onChange({ stock })}
        />
      </SimpleGrid>
      <Text size="xs" c="dimmed">
        {t("stockHelp")}
      </Text>
      <Select
        label={t("status")}
        value={draft.status}
        allowDeselect={false}
        error={wrong("status")}
        data={(["active", "inactive", "discontinued"] as const).map((value) => ({ value, label: t(value) }))}
        onChange={(status) => onChange({ status: status ?? "active" })}
      />
      <TagsInput
        label={t("categories")}
        description={t("categoriesHelp")}
        value={draft.categories}
        error={wrong("categories")}
        acceptValueOnBlur
        onChange={(categories) => onChange({ categories })}
      />
      <TextInput
        label={t("image_url")}
        value={draft.image_url}
        error={wrong("image_url")}
        onChange={(event) => onChange({ image_url: event.currentTarget.value })}
      />
      <TextInput
        label={t("url")}
        value={draft.url}
        error={wrong("url")}
        onChange={(event) => onChange({ url: event.currentTarget.value })}
      />
    </>
  );
}
