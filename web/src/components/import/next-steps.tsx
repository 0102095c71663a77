import { NavLink, Paper, Stack, Title } from "@mantine/core";
import { IconChevronRight, IconHome, IconPackages, IconPuzzle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useRelationTypes } from "~/components/relation-type";
import { defineTexts, useTexts } from "~/i18n";
import { coverageQuery } from "./api";

const texts = defineTexts({
  en: {
    title: "Next",
    without: "{count, plural, one {# product} other {# products}} without {type}",
    uncovered: "{count, plural, one {# product shows nothing} other {# products show nothing}} yet",
    products: "All products",
    home: "How the shop stands",
  },
  de: {
    title: "Wie weiter",
    without: "{count, plural, one {# Produkt} other {# Produkte}} ohne {type}",
    uncovered: "{count, plural, one {# Produkt zeigt} other {# Produkte zeigen}} noch nichts",
    products: "Alle Produkte",
    home: "Wie der Shop dasteht",
  },
});

/** Where to go from here; figures come from the coverage. */
export function NextSteps() {
  const t = useTexts(texts);
  const { data } = useQuery(coverageQuery);
  const { look } = useRelationTypes();
  const accessory = data?.by_type.accessory;
  const without = accessory ? accessory.products - accessory.covered : 0;
  const uncovered = data ? data.products - data.covered : 0;
  const next = <IconChevronRight size={16} aria-hidden />;
  return (
    <Paper component="section">
      <Stack gap="xs">
        <Title order={2}>{t("title")}</Title>
        <div>
          {uncovered > 0 && (
            <NavLink
              component={Link}
              to="/products"
              search={{ state: "uncovered" } as never}
              label={t("uncovered", { count: uncovered })}
              leftSection={<IconPackages size={18} aria-hidden />}
              rightSection={next}
            />
          )}
          {without > 0 && (
            <NavLink
              component={Link}
              to="/products"
              search={{ without: "accessory" } as never}
              label={t("without", { count: without, type: look("accessory").label })}
              leftSection={<IconPuzzle size={18} aria-hidden />}
              rightSection={next}
            />
          )}
          <NavLink
            component={Link}
            to="/products"
            label={t("products")}
            leftSection={<IconPackages size={18} aria-hidden />}
            rightSection={next}
          />
          <NavLink
            component={Link}
            to="/"
            label={t("home")}
            leftSection={<IconHome size={18} aria-hidden />}
            rightSection={next}
          />
        </div>
      </Stack>
    </Paper>
  );
}
