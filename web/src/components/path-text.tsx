import { Badge, Group } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { Fragment } from "react";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { path: "Path: {steps}" },
  de: { path: "Weg: {steps}" },
});

/** A way through products, such as the circle that a relation would close. */
export function PathText({ path, names }: { path: string[]; names?: string[] | undefined }) {
  const t = useTexts(texts);
  const label = (index: number) => names?.[index] ?? path[index] ?? "";
  const steps = path.map((_, index) => label(index)).join(" → ");
  return (
    <Group gap={4} mt={4} role="img" aria-label={t("path", { steps })} data-testid="path">
      {path.map((sku, index) => (
        // A circle names its first product twice.
        // biome-ignore lint/suspicious/noArrayIndexKey: the place in the path is what is meant
        <Fragment key={index}>
          {index > 0 && <IconArrowRight size={14} aria-hidden />}
          <Badge variant="default" title={sku} maw="100%" style={{ height: "auto", whiteSpace: "normal" }}>
            {label(index)}
          </Badge>
        </Fragment>
      ))}
    </Group>
  );
}
