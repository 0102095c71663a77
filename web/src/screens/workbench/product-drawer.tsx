import {
  Button,
  Drawer,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import { useState } from "react";
import type { Read } from "~/api/client";
import { asProblem, type ProblemDetail } from "~/api/problem";
import type { Product } from "~/api/types";
import { useUndo } from "~/app/undo";
import { useCloseButton } from "~/components/close";
import { Conflict } from "~/components/conflict";
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
    save: "Save",
    cancel: "Cancel",
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
    save: "Speichern",
    cancel: "Abbrechen",
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
  // What the form began with: live updates do not change what somebody is typing.
  const [[base, tag]] = useState(() => [productDraft(product), etag] as const);
  const [draft, setDraft] = useState<ProductDraft>(base);
  const [error, setError] = useState<unknown>(null);
  const [theirs, setTheirs] = useState<Read<Product> | null>(null);
  const [saving, setSaving] = useState(false);
  const sku = product.sku ?? "";
  const patch = productPatch(base, draft);

  const save = async (matching: string | null) => {
    if (Object.keys(patch).length === 0) return onClose();
    setSaving(true);
    setError(null);
    try {
      const { revision } = await changeProduct(sku, patch, matching);
      done({ what: t("saved", { name: draft.name }), revision });
      onClose();
    } catch (caught) {
      if (!asProblem(caught).isConflict) return setError(caught);
      const { data } = await onReload();
      setTheirs(data ?? null);
    } finally {
      setSaving(false);
    }
  };
  return (
    <Drawer
      opened
      onClose={onClose}
      closeButtonProps={closeButton}
      position="right"
      size="md"
      title={t("title", { sku })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save(tag);
        }}
      >
        <Stack>
          <Fields
            draft={draft}
            currency={product.currency ?? ""}
            problems={error === null ? [] : asProblem(error).problems}
            onChange={(change) => setDraft((all) => ({ ...all, ...change }))}
          />
          {error !== null && <ProblemAlert error={error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={saving}>
              {t("save")}
            </Button>
          </Group>
        </Stack>
      </form>
      {theirs && (
        <Conflict
          mine={patch}
          theirs={Object.fromEntries(
            Object.keys(patch).map((field) => [field, theirs.data[field as keyof Product]]),
          )}
          label={(field) => t(field as "name", { currency: product.currency })}
          onKeepTheirs={onClose}
          onKeepMine={() => {
            setTheirs(null);
            void save(theirs.etag);
          }}
        />
      )}
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
