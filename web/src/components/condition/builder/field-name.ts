import { useContext } from "react";
import { useTexts } from "~/i18n";
import { builderTexts } from "./builder-texts";
import { BuilderContext } from "./context";

const OWNERS = {
  source: "ofSource",
  target: "ofTarget",
  customer: "ofCustomer",
  cart: "ofCart",
  context: "ofContext",
} as const;

/** The words for something of a variable. */
export const ownerOf = (variable: string | undefined) =>
  OWNERS[variable as keyof typeof OWNERS] ?? "ofContext";

/** What a field is called by itself: with its variable, because two products may have it. */
export function useFieldName(): (path: string) => string {
  const t = useTexts(builderTexts);
  const { catalogue } = useContext(BuilderContext);
  return (path) => {
    if (path === "") return "";
    const found = catalogue.field(path);
    if (!found) return t("unknown", { path });
    return t(ownerOf(path.split(".")[0]), { label: found.label });
  };
}
