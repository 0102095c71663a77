import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { remember, remembered } from "~/lib/storage";
import type { Language } from "./text";

interface LanguageState {
  language: Language;
  setLanguage: (language: Language) => void;
}

const Context = createContext<LanguageState>({ language: "en", setLanguage: () => {} });

/** What was chosen here before, else what the browser asks for, else English. */
export function currentLanguage(): Language {
  const chosen = remembered("language");
  if (chosen === "en" || chosen === "de") return chosen;
  return navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(currentLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const state = useMemo(
    () => ({
      language,
      setLanguage: (next: Language) => {
        remember("language", next);
        setLanguage(next);
      },
    }),
    [language],
  );
  return <Context value={state}>{children}</Context>;
}

export function useLanguage(): LanguageState {
  return useContext(Context);
}
