import { useDebouncedValue } from "@mantine/hooks";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { asProblem, type ProblemDetail, ProblemError } from "~/api/problem";
import { useLanguage } from "~/i18n";
import { type ConditionNoun, checkQuery } from "./api";
import type { Catalogue } from "./catalogue";
import {
  type ConditionName,
  documentOf,
  isFailed,
  isPlain,
  NAMES,
  pick,
  type Queries,
  type Texts,
  textsOf,
  wrongOf,
} from "./condition-document";
import { type Query, type Tree, toQuery } from "./tree";
import { type Moment, useSteps } from "./use-steps";

export type View = "builder" | "text";

/** Between the last change and the question what there is to say of it. */
const PAUSE_MS = 200;

interface Options<T> {
  noun: ConditionNoun;
  draft: T;
  /** Whether nobody has saved it yet; until more than its name is written, there is nothing to say of it. */
  isNew?: boolean;
  /** Writes texts into the draft. */
  change: (fields: Texts) => void;
  catalogues: Partial<Record<ConditionName, Catalogue>>;
}

/**
 * The conditions of a draft as texts and as trees. The server turns the one into the other; what is saved
 * is text. A tree that was edited here goes before the text until the server has said what its text is.
 */
export function useConditions<T extends object>({ noun, draft, isNew, change, catalogues }: Options<T>) {
  const client = useQueryClient();
  const { language } = useLanguage();
  const [queries, setQueries] = useState<Queries>({});
  const [views, setViews] = useState<Partial<Record<ConditionName, View>>>({});
  const [refused, setRefused] = useState<ConditionName>();
  // What was entered last, also before it is drawn: Enter saves what the same key has just ended.
  const latest = useRef({ queries, draft: draft as Texts });
  latest.current = { queries, draft: draft as Texts };
  const written = useRef<Texts>({});

  const document = useMemo(
    () => documentOf(noun, draft as Texts, queries, catalogues),
    [noun, draft, queries, catalogues],
  );
  const [asked] = useDebouncedValue(document, PAUSE_MS);
  const first = useRef(document);
  const isUntouched = isNew === true && isSame(saidOf(document), saidOf(first.current));
  const check = useQuery({ ...checkQuery(noun, asked, language), enabled: !isUntouched });
  const found = isUntouched ? undefined : check.data;
  const isSettled = found !== undefined && !check.isPlaceholderData && isSame(document, asked);

  const write = useCallback(
    (texts: Texts) => {
      written.current = { ...written.current, ...texts };
      latest.current.draft = { ...latest.current.draft, ...texts };
      change(texts);
    },
    [change],
  );
  useEffect(() => {
    if (!isSettled || !found) return;
    const texts = textsOf(noun, found, queries);
    const news = Object.entries(texts).filter(
      ([name, text]) => (draft as Texts)[name as ConditionName] !== text,
    );
    if (news.length > 0) write(Object.fromEntries(news));
  }, [isSettled, found, queries, draft, noun, write]);
  // A text that came from elsewhere, as by undoing, goes before the tree that was edited here.
  useEffect(() => {
    const stale = NAMES[noun].filter(
      (name) => queries[name] && name in written.current && written.current[name] !== (draft as Texts)[name],
    );
    if (stale.length > 0)
      setQueries((all) =>
        Object.fromEntries(Object.entries(all).filter(([name]) => !stale.includes(name as ConditionName))),
      );
  }, [draft, queries, noun]);

  const moment = (name: ConditionName): Moment => ({
    name,
    queries: latest.current.queries,
    texts: pick(noun, latest.current.draft),
  });
  const steps = useSteps(moment, ({ queries, texts }) => {
    latest.current.queries = queries;
    setQueries(queries);
    setRefused(undefined);
    write(texts);
  });
  const { note } = steps;
  const before = useRef(moment);
  before.current = moment;
  const edit = useCallback(
    (name: ConditionName, query: Query) => {
      note(before.current(name));
      if (!(name in written.current) || !latest.current.queries[name])
        written.current = { ...written.current, [name]: latest.current.draft[name] };
      latest.current.queries = { ...latest.current.queries, [name]: query };
      setQueries((all) => ({ ...all, [name]: query }));
    },
    [note],
  );
  const type = useCallback(
    (name: ConditionName, text: string) => {
      note(before.current(name));
      const { [name]: _, ...rest } = latest.current.queries;
      latest.current.queries = rest;
      setQueries(rest);
      setRefused(undefined);
      write({ [name]: name === "when" && text.trim() === "" ? null : text });
    },
    [note, write],
  );
  const now = () => documentOf(noun, latest.current.draft, latest.current.queries, catalogues);
  /** What the server says of everything that was entered until now. */
  const ask = () => client.fetchQuery(checkQuery(noun, now(), language));
  /** The draft with the texts of all trees; throws what keeps a tree from having one. */
  const settle = async (draft: T): Promise<T> => {
    const { queries } = latest.current;
    if (Object.keys(queries).length === 0) return { ...draft, ...pick(noun, latest.current.draft) };
    const found = await ask();
    const wrong = NAMES[noun].filter((name) => queries[name] && isFailed(found, name));
    if (wrong.length > 0) throw new ProblemError("", 422, "invalid-value", wrongOf(found, wrong), null);
    return { ...draft, ...pick(noun, latest.current.draft), ...textsOf(noun, found, queries) };
  };
  const show = async (name: ConditionName, view: View) => {
    setRefused(undefined);
    const answer = await ask();
    if (view === "builder" && !answer.trees[name]) return setRefused(name);
    const texts = textsOf(noun, answer, latest.current.queries);
    if (Object.keys(texts).length > 0) write(texts);
    if (view === "text" && isFailed(answer, name)) return setRefused(name);
    setViews((all) => ({ ...all, [name]: view }));
  };

  const drawn = useRef<Partial<Record<ConditionName, { tree: Tree; query: Query }>>>({});
  const queryOf = (name: ConditionName): Query | undefined => {
    const edited = queries[name];
    if (edited) return edited;
    // What asks nothing needs no answer to be drawn.
    const isBare = found ? name === "when" && !asked[name] : isPlain((draft as Texts)[name]);
    const tree = found?.trees[name] ?? (isBare ? EMPTY : undefined);
    if (!tree) return undefined;
    const known = drawn.current[name];
    if (known?.tree === tree) return known.query;
    const query = toQuery(tree);
    drawn.current[name] = { tree, query };
    return query;
  };
  const error = isUntouched ? null : check.error;
  const problems = error ? asProblem(error).problems : (found?.problems ?? NONE);
  return {
    document,
    asked,
    found,
    problems,
    /** What could not be asked at all, as when the server is away. */
    error: error && problems.length === 0 ? error : null,
    isSettled,
    isUntouched,
    steps,
    /** The view that is shown: a text that no tree can be made of is shown as a text. */
    viewOf: (name: ConditionName): View => (queryOf(name) ? (views[name] ?? "builder") : "text"),
    /** The condition that could not be shown in the other view, because it cannot be read yet. */
    refused,
    queryOf,
    edit,
    type,
    show,
    settle,
  };
}

export type Conditions = Omit<ReturnType<typeof useConditions>, "settle">;

const NONE: ProblemDetail[] = [];
const EMPTY: Tree = { combinator: "and", not: false, rules: [] };

function isSame(a: object, b: object): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** All of it but its code, which says nothing. */
function saidOf({ code: _, ...said }: Record<string, unknown>): object {
  return said;
}
