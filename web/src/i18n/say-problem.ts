import { useCallback } from "react";
import { useLanguage } from "./language";
import { GERMAN, type ProblemWords } from "./problem-words";
import { format, type Language } from "./text";

/** What a problem carries that words can be made of. */
export interface Sayable {
  code: string;
  message: string;
  hint?: string | null;
  subject?: string | null;
  column?: string | null;
}

/** A problem as people are told it. */
export interface Said {
  text: string;
  hint: string | null;
  /** The server's own words, in English, where they say more than the text. */
  exact: string | null;
}

const WORDS: Partial<Record<Language, Record<string, ProblemWords>>> = { de: GERMAN };
/** Only what a code means is a sentence with a full stop; what happened is written without. */
const MEANING = /^\p{Lu}.*\.$/u;

/** A problem in the words of a language, or in the server's where it has none for the code. */
export function sayProblem(problem: Sayable, language: Language): Said {
  const { code, message, subject, column } = problem;
  const hint = problem.hint || null;
  const words = WORDS[language]?.[code];
  const values = { subject: subject || undefined, column: column || undefined };
  const missing = Object.entries(values).filter(([, value]) => value === undefined);
  const text = words?.texts.find((text) => missing.every(([name]) => !text.includes(`{${name}}`)));
  if (!words || text === undefined) return { text: message, hint, exact: null };
  const isAllSaid = (words.isWhole && text === words.texts[0]) || MEANING.test(message);
  const exact = hint ? `${message}; ${hint}` : message;
  return {
    text: format(language, text, values),
    hint: words.hint ?? null,
    exact: isAllSaid ? null : exact,
  };
}

/** A problem in one line, for a field or a short message. */
export function inOneLine({ text, hint, exact }: Said): string {
  const line = hint ? `${text}; ${hint}` : text;
  return exact ? `${line} (${exact})` : line;
}

/** Problems in the language of the person. */
export function useProblemWords(): (problem: Sayable) => Said {
  const { language } = useLanguage();
  return useCallback((problem) => sayProblem(problem, language), [language]);
}
