export { type Formats, formatsOf, useFormats } from "./formats";
export { LanguageProvider, useLanguage } from "./language";
export {
  defineTexts,
  format,
  type Language,
  type Texts,
  type Translate,
  useTexts,
  type Values,
} from "./text";
