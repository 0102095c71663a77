import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { ProblemAlert } from "~/components/problem-alert";
import { useLanguage } from "~/i18n";
import { type ConditionNoun, fieldsQuery } from "./api";
import { type Catalogue, catalogueOf } from "./catalogue";
import { type ConditionName, NAMES } from "./condition-document";

export type Catalogues = Record<ConditionName, Catalogue>;

interface WithCataloguesProps {
  noun: ConditionNoun;
  children: (catalogues: Catalogues) => ReactNode;
}

/** Waits until it is known what conditions can ask about. */
export function WithCatalogues({ noun, children }: WithCataloguesProps) {
  const { language } = useLanguage();
  const { data, error } = useQuery(fieldsQuery(language));
  const catalogues = useMemo(() => {
    if (!data) return undefined;
    return Object.fromEntries(NAMES[noun].map((name) => [name, catalogueOf(data, name)])) as Catalogues;
  }, [data, noun]);
  if (error && !catalogues) return <ProblemAlert error={error} />;
  if (!catalogues) return <Skeleton height={420} radius="lg" />;
  return children(catalogues);
}
