import { IntlMessageFormat } from "intl-messageformat";
import { useCallback } from "react";
import { useLanguage } from "./language";

/** The languages that every text of the app is there in. */
export type Language = "en" | "de";

/** The texts of one screen or part: ICU messages in every language, the same keys in each. */
export interface Texts<K extends string> {
  en: Record<K, string>;
  de: Record<K, string>;
}

/** What a message may be filled with. */
export type Values = Record<string, string | number | Date | null | undefined>;

export type Translate<K extends string> = (key: K, values?: Values) => string;

/** Declares texts; a key that one language lacks does not compile. */
export function defineTexts<const E extends Record<string, string>>(texts: {
  en: E;
  de: { [K in keyof E]: string };
}): Texts<Extract<keyof E, string>> {
  return texts as Texts<Extract<keyof E, string>>;
}

const compiled = new Map<string, IntlMessageFormat>();

/** A message in a language, filled in. Messages are compiled once. */
export function format(language: Language, message: string, values?: Values): string {
  if (!message.includes("{") && !message.includes("'")) return message;
  const key = `${language} ${message}`;
  let formatter = compiled.get(key);
  if (!formatter) {
    formatter = new IntlMessageFormat(message, language, undefined, { ignoreTag: true });
    compiled.set(key, formatter);
  }
  return String(formatter.format(values));
}

/** The texts in the language of the person: `const t = useTexts(texts); t("title", { count })`. */
export function useTexts<K extends string>(texts: Texts<K>): Translate<K> {
  const { language } = useLanguage();
  return useCallback((key, values) => format(language, texts[language][key], values), [language, texts]);
}
