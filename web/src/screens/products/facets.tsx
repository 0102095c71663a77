import { Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { ProblemAlert } from "~/components/problem-alert";
import { type FacetValue, facetsQuery } from "./api";
import { CategoryFacet } from "./category-facet";
import { FacetGroup, FacetLine, FacetList } from "./facet-list";
import { type Filters, type RepeatedName, toggleFilter } from "./filters";
import { TypeFacet } from "./type-facet";
import { useFilterWords } from "./words";

/** States keep their places whatever their counts, the most pressing first. */
const STATES = [
  "uncovered",
  "no_relations",
  "points_out",
  "pending",
  "expired",
  "only_manual",
  "only_imported",
];
const STATUSES = ["active", "inactive", "discontinued"];

function inOrder(values: FacetValue[], order: string[]): FacetValue[] {
  const place = ({ value }: FacetValue) => (order.includes(value) ? order.indexOf(value) : order.length);
  return [...values].sort((a, b) => place(a) - place(b));
}

interface FacetsProps {
  filters: Filters;
  onChange: (filters: Filters) => void;
}

function AllFacets({ filters, onChange }: FacetsProps) {
  const words = useFilterWords();
  const { data, error, isPlaceholderData } = useQuery(facetsQuery(filters));
  const toggle = (name: RepeatedName) => (value: string) => onChange(toggleFilter(filters, name, value));
  if (error) return <ProblemAlert error={error} />;
  if (!data)
    return (
      <Stack gap="lg">
        {["state", "type", "category", "brand"].map((name) => (
          <Skeleton key={name} height={180} />
        ))}
      </Stack>
    );
  return (
    <Stack gap="lg" style={isPlaceholderData ? { opacity: 0.6 } : undefined}>
      <FacetList
        title={words.name("state")}
        values={inOrder(data.state, STATES)}
        chosen={filters.state}
        label={(value) => words.value("state", value)}
        onToggle={toggle("state")}
      />
      <TypeFacet
        values={data.type}
        chosenWith={filters.with}
        chosenWithout={filters.without}
        onToggle={(name, type) => onChange(toggleFilter(filters, name, type))}
      />
      <CategoryFacet counted={data.category} chosen={filters.category} onToggle={toggle("category")} />
      <FacetList
        title={words.name("brand")}
        values={data.brand}
        chosen={filters.brand}
        onToggle={toggle("brand")}
      />
      <FacetList
        title={words.name("stock")}
        values={data.stock}
        chosen={filters.stock ? [filters.stock] : []}
        label={(value) => words.value("stock", value)}
        onToggle={(value) => onChange({ ...filters, stock: filters.stock === value ? undefined : value })}
      />
      <FacetList
        title={words.name("status")}
        values={inOrder(data.status, STATUSES)}
        chosen={filters.status}
        label={(value) => words.value("status", value)}
        onToggle={toggle("status")}
      />
      <FacetGroup title={words.name("level")}>
        <FacetLine
          label={words.value("level", "top")}
          count={undefined}
          checked={filters.level === "top"}
          onToggle={() => onChange({ ...filters, level: filters.level === "top" ? undefined : "top" })}
        />
      </FacetGroup>
    </Stack>
  );
}

/** The conditions beside the list, each value with what it would give. */
export const Facets = memo(AllFacets);
