import { createContext } from "react";
import type { Catalogue } from "../catalogue";

interface Builder {
  catalogue: Catalogue;
  /** The id of the list of values found in the shop for a field. */
  listOf: (path: string) => string;
  /** What is wrong with a question, by its place such as `0.1`. */
  problems: ReadonlyMap<string, string>;
  /** Gives the focus to a part of a row, once it is drawn. */
  focus: (id: string | undefined, part: string) => void;
  say: (text: string) => void;
}

/** What all rows of a builder share; the same from drawing to drawing while nothing of it changes. */
export const BuilderContext = createContext<Builder>({
  catalogue: {
    asked: [],
    variables: [],
    field: () => undefined,
    operator: () => undefined,
    operatorsOf: () => [],
    comparable: () => [],
  },
  listOf: () => "",
  problems: new Map(),
  focus: () => {},
  say: () => {},
});

/** Where a row stands, as people count: `2.1`. */
export const placeOf = (path: number[]): string => path.map((index) => index + 1).join(".");
