import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { one, type Search } from "~/app/search";
import { NEW } from "~/components/document/api";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import { type Rule, ruleQuery, templatesQuery } from "./api";

const texts = defineTexts({
  en: { copyOf: "Copy of {name}" },
  de: { copyOf: "Kopie von {name}" },
});

/** What a new rule has before anybody wrote anything. */
export const EMPTY: Rule = {
  code: "",
  name: "",
  type: "cross_sell",
  status: "draft",
  match: "true",
  show: "true",
  when: null,
  order_by: [],
  limit: 10,
  weight: 1,
  priority: 0,
  channels: [],
  locales: [],
  segments: [],
  valid_from: null,
  valid_until: null,
  offer: null,
};

interface Start {
  rule: Rule;
  isFilled: boolean;
}

interface WithStartProps {
  code: string;
  children: (start: Start) => ReactNode;
}

/** What a new rule begins with: nothing, a template, or a copy, as the address says. */
export function WithStart({ code, children }: WithStartProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const search = useSearch({ strict: false }) as Search;
  const isNew = code === NEW;
  const template = isNew ? one(search.template) : undefined;
  const copied = isNew ? one(search.copy) : undefined;
  const templates = useQuery({ ...templatesQuery(language), enabled: template !== undefined });
  const original = useQuery(ruleQuery(copied));
  const error = templates.error ?? original.error;
  if (error) return <ProblemAlert error={error} />;
  if (template !== undefined) {
    if (!templates.data) return <Skeleton height={420} radius="lg" />;
    const found = templates.data.items.find(({ code }) => code === template);
    if (found) return children({ rule: found.rule, isFilled: true });
  }
  if (copied !== undefined) {
    if (!original.data) return <Skeleton height={420} radius="lg" />;
    const rule = original.data.data;
    const name = t("copyOf", { name: rule.name || (rule.code ?? "") });
    return children({
      rule: { ...rule, code: `${rule.code}-copy`, name, status: "draft" },
      isFilled: true,
    });
  }
  return children({ rule: EMPTY, isFilled: false });
}
