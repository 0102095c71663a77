import { Badge, Group, Stack, Text } from "@mantine/core";
import { useId } from "react";
import { COLORS } from "~/app/theme";
import { Fieldset } from "~/components/document/fieldset";
import { lookOf, TYPE_ICONS } from "~/components/relation-type";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import classes from "./settings.module.css";
import type { TypeFormProps } from "./type-editor";
import { typeTexts } from "./type-texts";

const names = defineTexts({
  en: {
    blue: "Blue",
    teal: "Teal",
    green: "Green",
    lime: "Lime",
    yellow: "Yellow",
    orange: "Orange",
    red: "Red",
    pink: "Pink",
    grape: "Grape",
    violet: "Violet",
    indigo: "Indigo",
    cyan: "Cyan",
    gray: "Grey",
    bag: "Shopping bag",
    up: "Rising line",
    puzzle: "Puzzle piece",
    tool: "Tool",
    exchange: "Exchange",
    next: "Next",
    link: "Link",
    package: "Parcel",
    star: "Star",
    tag: "Tag",
  },
  de: {
    blue: "Blau",
    teal: "Petrol",
    green: "Grün",
    lime: "Hellgrün",
    yellow: "Gelb",
    orange: "Orange",
    red: "Rot",
    pink: "Rosa",
    grape: "Traube",
    violet: "Violett",
    indigo: "Indigo",
    cyan: "Türkis",
    gray: "Grau",
    bag: "Einkaufstasche",
    up: "Steigende Linie",
    puzzle: "Puzzleteil",
    tool: "Werkzeug",
    exchange: "Tausch",
    next: "Weiter",
    link: "Kette",
    package: "Paket",
    star: "Stern",
    tag: "Etikett",
  },
});

/** The colour and the icon of a type, with what it looks like then. */
export function LookFields({ editor, draft }: TypeFormProps) {
  const t = useTexts(typeTexts);
  const { language } = useLanguage();
  const name = useTexts(names) as (key: string) => string;
  const look = lookOf(draft, language);
  return (
    <Fieldset legend={t("look")}>
      <Group gap="xs">
        <Text size="sm">{t("preview")}</Text>
        <Badge size="lg" color={look.color} leftSection={<look.Icon size={14} aria-hidden />}>
          {look.label || t("new")}
        </Badge>
      </Group>
      <Choices
        legend={t("color")}
        own={t("own")}
        value={draft.color ?? null}
        onChange={(color) => editor.change({ color })}
        error={editor.problem("/color")}
        choices={COLORS.map((color) => ({
          value: color,
          label: name(color),
          show: <span style={{ color: `var(--mantine-color-${color}-outline)`, fontSize: 22 }}>●</span>,
        }))}
      />
      <Choices
        legend={t("icon")}
        own={t("own")}
        value={draft.icon ?? null}
        onChange={(icon) => editor.change({ icon })}
        error={editor.problem("/icon")}
        choices={TYPE_ICONS.map((icon) => {
          const { Icon } = lookOf({ ...draft, icon }, language);
          return { value: icon, label: name(icon), show: <Icon size={20} aria-hidden /> };
        })}
      />
    </Fieldset>
  );
}

interface ChoicesProps {
  legend: string;
  /** What leaving it to the app is called. */
  own: string;
  value: string | null;
  onChange: (value: string | null) => void;
  error: string | undefined;
  choices: { value: string; label: string; show: React.ReactNode }[];
}

/** One of several, shown as they look; arrow keys change between them. */
function Choices({ legend, own, value, onChange, error, choices }: ChoicesProps) {
  const id = useId();
  const option = (key: string | null, label: string, show: React.ReactNode, className?: string) => (
    <label key={key ?? ""} className={`${classes.choice} ${className ?? ""}`} title={label}>
      <input
        type="radio"
        name={id}
        checked={value === key}
        aria-label={label}
        onChange={() => onChange(key)}
      />
      {show}
    </label>
  );
  return (
    <Stack gap={6}>
      <Text size="sm" fw={500} id={`${id}-legend`}>
        {legend}
      </Text>
      <div className={classes.choices} role="radiogroup" aria-labelledby={`${id}-legend`}>
        {option(
          null,
          own,
          <Text size="sm" component="span">
            {own}
          </Text>,
          classes.own,
        )}
        {choices.map(({ value, label, show }) => option(value, label, show))}
      </div>
      {error && (
        <Text size="xs" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
    </Stack>
  );
}
