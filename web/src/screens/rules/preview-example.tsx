import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { defineTexts, useTexts } from "~/i18n";
import type { Preview } from "./api";
import classes from "./rules.module.css";

const texts = defineTexts({
  en: { before: "Now", after: "With it", nothing: "nothing", more: "and {count, number} more" },
  de: { before: "Jetzt", after: "Mit ihr", nothing: "nichts", more: "und {count, number} weitere" },
});

/** Products of one example that are named. */
const SHOWN = 4;

interface ExampleProps {
  example: Preview["examples"][number];
  names: Preview["names"];
}

/** One product with what it shows now and would show. */
export function Example({ example, names }: ExampleProps) {
  const t = useTexts(texts);
  const { source, before, after } = example;
  return (
    <div className={classes.example}>
      <Anchor component={Link} to={`/products/${encodeURIComponent(source)}`} size="sm" fw={600}>
        {names[source] ?? source}
      </Anchor>
      <dl className={classes.arrow}>
        <dt>{t("before")}</dt>
        <dd>
          <Products skus={before} names={names} known={before} />
        </dd>
        <dt>{t("after")}</dt>
        <dd>
          <Products skus={after} names={names} known={before} />
        </dd>
      </dl>
    </div>
  );
}

function Products({ skus, names, known }: { skus: string[]; names: Preview["names"]; known: string[] }) {
  const t = useTexts(texts);
  if (skus.length === 0)
    return (
      <Text span size="sm" c="dimmed">
        {t("nothing")}
      </Text>
    );
  const shown = skus.slice(0, SHOWN);
  const more = skus.length - shown.length;
  return (
    <>
      {shown.map((sku, index) => (
        <span key={sku}>
          {index > 0 && ", "}
          <span className={known.includes(sku) ? undefined : classes.new}>{names[sku] ?? sku}</span>
        </span>
      ))}
      {more > 0 && <span> {t("more", { count: more })}</span>}
    </>
  );
}
