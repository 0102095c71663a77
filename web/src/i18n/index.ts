export { type Formats, formatsOf, useFormats } from "./formats";
export { LanguageProvider, useLanguage } from "./language";
export { inOneLine, type Said, type Sayable, sayProblem, useProblemWords } from "./say-problem";
export {
  defineTexts,
  format,
  type Language,
  type Texts,
  type Translate,
  useTexts,
  type Values,
} from "./text";
