import { useMemo } from "react";
import { useLanguage } from "./language";
import type { Language } from "./text";

/** Numbers, money and times as people of a language write them. */
export interface Formats {
  /** 12,345 */
  number: (value: number, digits?: number) => string;
  /** 92.5 % */
  percent: (share: number, digits?: number) => string;
  /** The API's exact decimal string in its currency; a dash without a price. */
  money: (amount: string | null | undefined, currency: string | null | undefined) => string;
  /** 21 Nov 2026 */
  date: (at: string | Date) => string;
  /** 21 Nov 2026, 14:05 */
  dateTime: (at: string | Date) => string;
  /** 5 minutes ago */
  ago: (at: string | Date, now?: Date) => string;
  /** 1.2 MB */
  bytes: (bytes: number) => string;
  /** 0.21 ms, 12 ms, 1.4 s */
  duration: (microseconds: number) => string;
  /** A, B and C */
  list: (items: string[]) => string;
}

const LOCALES: Record<Language, string> = { en: "en-GB", de: "de-DE" };
const NONE = "–";

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** Making a format costs far more than using it, and a list uses hundreds. */
const made = new Map<Language, Formats>();

export function formatsOf(language: Language): Formats {
  const known = made.get(language);
  if (known) return known;
  const formats = makeFormats(language);
  made.set(language, formats);
  return formats;
}

/** Number formats by their options, each made once. */
function numberFormats(locale: string): (options: Intl.NumberFormatOptions) => Intl.NumberFormat {
  const byOptions = new Map<string, Intl.NumberFormat>();
  return (options) => {
    const key = JSON.stringify(options);
    let format = byOptions.get(key);
    if (!format) {
      format = new Intl.NumberFormat(locale, options);
      byOptions.set(key, format);
    }
    return format;
  };
}

function makeFormats(language: Language): Formats {
  const locale = LOCALES[language];
  const numbers = numberFormats(locale);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const list = new Intl.ListFormat(locale, { type: "conjunction" });
  const number = (value: number, digits = 0) => numbers({ maximumFractionDigits: digits }).format(value);
  const unit = (value: number, name: string, digits: number) =>
    numbers({ style: "unit", unit: name, maximumFractionDigits: digits }).format(value);
  return {
    number,
    percent: (share, digits = 1) =>
      numbers({ style: "percent", maximumFractionDigits: digits }).format(share),
    money: (amount, currency) => {
      if (amount === null || amount === undefined) return NONE;
      const digits = amount.split(".")[1]?.length ?? 0;
      // The string goes in as it is: Intl reads decimal strings exactly.
      const value = amount as Intl.StringNumericLiteral;
      const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
      if (!currency) return numbers(options).format(value);
      return numbers({ style: "currency", currency, ...options }).format(value);
    },
    date: (at) => date.format(new Date(at)),
    dateTime: (at) => dateTime.format(new Date(at)),
    ago: (at, now = new Date()) => {
      const seconds = Math.round((new Date(at).getTime() - now.getTime()) / 1000);
      const step = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
      return relative.format(Math.trunc(seconds / step[1]), step[0]);
    },
    bytes: (bytes) => {
      if (bytes < 1_000) return unit(bytes, "byte", 0);
      if (bytes < 1_000_000) return unit(bytes / 1_000, "kilobyte", 0);
      return unit(bytes / 1_000_000, "megabyte", 1);
    },
    duration: (microseconds) => {
      if (microseconds < 10_000) return unit(microseconds / 1_000, "millisecond", 2);
      if (microseconds < 1_000_000) return unit(microseconds / 1_000, "millisecond", 0);
      return unit(microseconds / 1_000_000, "second", 1);
    },
    list: (items) => list.format(items),
  };
}

export function useFormats(): Formats {
  const { language } = useLanguage();
  return useMemo(() => formatsOf(language), [language]);
}
