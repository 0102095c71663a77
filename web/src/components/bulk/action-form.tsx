import { SegmentedControl, Stack } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";
import { CopyForm } from "./copy-form";
import type { Draft } from "./draft";
import { TargetList } from "./target-list";
import { TypeSelect } from "./type-select";

const texts = defineTexts({
  en: {
    linkTo: "Link to",
    unlinkFrom: "Only relations to",
    unlinkHelp: "Without a product here, every manual and imported relation of the type is removed.",
    exclude: "Never show",
    excludeHelp: "The selected products no longer show these, wherever the relation comes from.",
    include: "Show again",
    place: "Place in the list",
    end: "At the end",
    first: "At the top",
    what: "What to do",
    doExclude: "Exclude",
    doInclude: "Take exclusions back",
  },
  de: {
    linkTo: "Verknüpfen mit",
    unlinkFrom: "Nur Beziehungen zu",
    unlinkHelp:
      "Ohne Produkt hier werden alle importierten und von Hand angelegten Beziehungen der Art entfernt.",
    exclude: "Nie zeigen",
    excludeHelp: "Die ausgewählten Produkte zeigen diese nicht mehr, woher die Beziehung auch kommt.",
    include: "Wieder zeigen",
    place: "Platz in der Liste",
    end: "Am Ende",
    first: "Ganz oben",
    what: "Was geschehen soll",
    doExclude: "Ausschließen",
    doInclude: "Ausschlüsse zurücknehmen",
  },
});

interface ActionFormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
}

/** What an edit needs to know. */
export function ActionForm({ draft, onChange }: ActionFormProps) {
  const t = useTexts(texts);
  const { kind } = draft;
  if (kind === "copy") return <CopyForm draft={draft} onChange={onChange} />;
  const isExclusion = kind === "exclude" || kind === "include";
  const label = { link: "linkTo", unlink: "unlinkFrom", exclude: "exclude", include: "include" } as const;
  const help = kind === "unlink" ? t("unlinkHelp") : kind === "exclude" ? t("excludeHelp") : undefined;
  return (
    <Stack>
      {isExclusion && (
        <SegmentedControl
          aria-label={t("what")}
          data={[
            { value: "exclude", label: t("doExclude") },
            { value: "include", label: t("doInclude") },
          ]}
          value={kind}
          onChange={(kind) => onChange({ ...draft, kind: kind as Draft["kind"] })}
        />
      )}
      <TypeSelect value={draft.type} onChange={(type) => onChange({ ...draft, type })} />
      <TargetList
        label={t(label[kind])}
        targets={draft.targets}
        onChange={(targets) => onChange({ ...draft, targets })}
        {...(help && { help })}
      />
      {kind === "link" && (
        <SegmentedControl
          aria-label={t("place")}
          data={[
            { value: "end", label: t("end") },
            { value: "first", label: t("first") },
          ]}
          value={draft.isFirst ? "first" : "end"}
          onChange={(place) => onChange({ ...draft, isFirst: place === "first" })}
        />
      )}
    </Stack>
  );
}
