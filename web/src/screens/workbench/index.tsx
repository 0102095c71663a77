import { Anchor, Button, Skeleton, Stack } from "@mantine/core";
import { IconEdit, IconGraph } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "~/api/problem";
import { EmptyState } from "~/components/empty-state";
import { taggedProductQuery } from "~/components/lane/api";
import { Page } from "~/components/page";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { countsQuery } from "./api";
import { Parts } from "./parts";
import { ProductCard, useFamily } from "./product-card";
import { ProductDrawer } from "./product-drawer";

const texts = defineTexts({
  en: {
    products: "Products",
    edit: "Edit",
    graph: "In the graph",
    missing: "There is no product {sku}",
    missingText: "It may have been removed, or the SKU is written differently.",
    all: "Look through all products",
  },
  de: {
    products: "Produkte",
    edit: "Bearbeiten",
    graph: "Im Graphen",
    missing: "Es gibt kein Produkt {sku}",
    missingText: "Vielleicht wurde es entfernt, oder die SKU schreibt sich anders.",
    all: "Alle Produkte ansehen",
  },
});

/** The workbench of a product: everything that is shown with it, and how to change it. */
export default function WorkbenchScreen() {
  const { sku = "" } = useParams({ strict: false }) as { sku?: string };
  return <Workbench key={sku} sku={sku} />;
}

function Workbench({ sku }: { sku: string }) {
  const t = useTexts(texts);
  const [editing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery(taggedProductQuery(sku));
  const counts = useQuery(countsQuery(sku));
  const product = data?.data;
  const family = useFamily(sku, product);
  const trail = [{ label: t("products"), to: "/products" }];
  if (error && !product) {
    return (
      <Page title={sku} trail={trail}>
        {asProblem(error).isMissing ? (
          <EmptyState
            title={t("missing", { sku })}
            text={t("missingText")}
            action={
              <Anchor component={Link} to="/products">
                {t("all")}
              </Anchor>
            }
          />
        ) : (
          <ProblemAlert error={error} />
        )}
      </Page>
    );
  }
  return (
    <Page
      title={product?.name ?? sku}
      trail={trail}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconGraph size={16} aria-hidden />}
            renderRoot={(props: object) => <Link to="/graph" search={{ product: sku } as never} {...props} />}
          >
            {t("graph")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconEdit size={16} aria-hidden />}
            disabled={!product}
            onClick={() => setEditing(true)}
          >
            {t("edit")}
          </Button>
        </>
      }
    >
      {product && !family.isLoading && !counts.isLoading ? (
        <>
          <ProductCard product={product} family={family} />
          <Parts sku={sku} product={product} incoming={counts.data?.incoming} />
        </>
      ) : (
        <Waiting />
      )}
      {editing && product && (
        <ProductDrawer
          product={product}
          etag={data.etag}
          onReload={() => refetch()}
          onClose={() => setEditing(false)}
        />
      )}
    </Page>
  );
}

/** The outline of it all: what is known already would only move when the rest comes. */
function Waiting() {
  return (
    <Stack aria-busy="true">
      <Skeleton h={176} radius="lg" />
      <Skeleton h={36} />
      <Skeleton h={320} radius="lg" />
    </Stack>
  );
}
