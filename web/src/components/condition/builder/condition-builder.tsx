import { Text } from "@mantine/core";
import { memo, useCallback, useEffect, useId, useMemo, useRef } from "react";
import { QueryBuilder } from "react-querybuilder";
import { useAnnounce } from "~/app/announce";
import { useTexts } from "~/i18n";
import type { Catalogue } from "../catalogue";
import { type Query, TEXT_FIELD } from "../tree";
import { builderTexts } from "./builder-texts";
import { BuilderContext } from "./context";
import { QuestionGroup } from "./question-group";
import { QuestionRow } from "./question-row";

interface ConditionBuilderProps {
  query: Query;
  catalogue: Catalogue;
  problems: ReadonlyMap<string, string>;
  /** Given a new query; the same function from drawing to drawing. */
  onChange: (query: Query) => void;
  isEmptyAll: boolean;
}

const CONTROLS = { rule: QuestionRow, ruleGroup: QuestionGroup };

/** A condition as questions in groups. The library keeps the tree; rows and groups are drawn here. */
export const ConditionBuilder = memo(function ConditionBuilder(props: ConditionBuilderProps) {
  const { query, catalogue, problems, onChange, isEmptyAll } = props;
  const t = useTexts(builderTexts);
  const say = useAnnounce();
  const lists = useId();
  const root = useRef<HTMLDivElement>(null);
  const focus = useFocus(root, query);
  const listOf = useCallback((path: string) => `${lists}-${path}`, [lists]);
  const context = useMemo(
    () => ({ catalogue, listOf, problems, focus, say }),
    [catalogue, listOf, problems, focus, say],
  );
  const fields = useMemo(
    () => [
      ...catalogue.asked.map(({ path, field }) => ({ name: path, label: field.label })),
      { name: TEXT_FIELD, label: TEXT_FIELD },
    ],
    [catalogue],
  );
  const changed = useCallback((next: unknown) => onChange(next as Query), [onChange]);
  return (
    <div ref={root}>
      <BuilderContext value={context}>
        <QueryBuilder
          query={query as never}
          onQueryChange={changed}
          enableMountQueryChange={false}
          fields={fields}
          controlElements={CONTROLS}
          // Rows change field, comparison and value together themselves.
          resetOnFieldChange={false}
          autoSelectField={false}
        />
      </BuilderContext>
      {isEmptyAll && query.rules.length === 0 && (
        <Text size="sm" c="dimmed" mt={4}>
          {t("empty")}
        </Text>
      )}
      <ValueLists query={query} catalogue={catalogue} listOf={listOf} />
    </div>
  );
});

/** Fields that a query asks about. */
function pathsOf(query: Query, found = new Set<string>()): Set<string> {
  for (const branch of query.rules) {
    if ("rules" in branch) pathsOf(branch as Query, found);
    else found.add(branch.field);
  }
  return found;
}

/** The values of the shop for each field that is asked about, once and not for each row. */
function ValueLists({
  query,
  catalogue,
  listOf,
}: Pick<ConditionBuilderProps, "query" | "catalogue"> & { listOf: (path: string) => string }) {
  const paths = [...pathsOf(query)].sort().join("\n");
  return useMemo(
    () =>
      paths.split("\n").map((path) => {
        const values = catalogue.field(path)?.values ?? [];
        if (values.length === 0) return null;
        return (
          <datalist key={path} id={listOf(path)}>
            {values.map(({ value }) => (
              <option key={value} value={value} />
            ))}
          </datalist>
        );
      }),
    [paths, catalogue, listOf],
  );
}

/** Gives the focus to a row that was added or moved, or to what is left where one was removed. */
function useFocus(root: { current: HTMLDivElement | null }, query: Query) {
  const wanted = useRef<{ id: string | undefined; part: string } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once what was changed is drawn
  useEffect(() => {
    const goal = wanted.current;
    if (!goal || !root.current) return;
    wanted.current = null;
    const row = goal.id === undefined ? null : root.current.querySelector(`[data-row="${goal.id}"]`);
    const part = row?.querySelector<HTMLElement>(`[data-part="${goal.part}"]`);
    const first = row?.querySelector<HTMLElement>("select, input, button");
    const left = root.current.querySelector<HTMLElement>('[data-part="remove"]');
    const add = root.current.querySelector<HTMLElement>('[data-part="add"]');
    (part ?? first ?? (goal.id === undefined ? (left ?? add) : null))?.focus();
  }, [query, root]);
  return useCallback((id: string | undefined, part: string) => {
    wanted.current = { id, part };
  }, []);
}
