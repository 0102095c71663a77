import { Button, Paper, Select, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { codesQuery } from "~/components/lane/codes";
import { fromField, toField } from "~/components/lane/moment";
import { defineTexts, useTexts } from "~/i18n";
import { useWorkbenchUrl } from "./url";
import classes from "./workbench.module.css";

const texts = defineTexts({
  en: {
    placement: "Place",
    channel: "Channel",
    locale: "Language",
    localeHint: "as the channel",
    segments: "Customer segments",
    segmentsHint: "everyone",
    at: "At this time",
    now: "Empty is now; your time zone, {zone}",
    reset: "As it is now, for everyone",
  },
  de: {
    placement: "Platz",
    channel: "Kanal",
    locale: "Sprache",
    localeHint: "wie der Kanal",
    segments: "Kundensegmente",
    segmentsHint: "alle",
    at: "Zu dieser Zeit",
    now: "Leer heißt jetzt; Ihre Zeitzone, {zone}",
    reset: "Wie es jetzt für alle ist",
  },
});

/** What the API takes when a question names nothing else. */
const DEFAULTS = { placement: "product_page", channel: "web" };
const PAUSE_MS = 300;

/** Through whose eyes: all of it stands in the address. */
export function ShopperStrip() {
  const t = useTexts(texts);
  const { url, set } = useWorkbenchUrl();
  const placements = useQuery(codesQuery("placements"));
  const channels = useQuery(codesQuery("channels"));
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isChanged = [url.placement, url.channel, url.locale, url.at, ...url.segments].some(Boolean);
  const choice = (named: { code: string; name: string }[] | undefined, chosen: string) => {
    const known = (named ?? []).map(({ code, name }) => ({ value: code, label: name }));
    return known.some(({ value }) => value === chosen) ? known : [...known, { value: chosen, label: chosen }];
  };
  const pick = (field: "placement" | "channel") => (value: string | null) =>
    set({ [field]: value === DEFAULTS[field] ? undefined : (value ?? undefined) });
  const placement = url.placement ?? DEFAULTS.placement;
  const channel = url.channel ?? DEFAULTS.channel;
  return (
    <Paper>
      <Stack gap="xs">
        <div className={classes.strip}>
          <Select
            label={t("placement")}
            value={placement}
            data={choice(placements.data, placement)}
            allowDeselect={false}
            onChange={pick("placement")}
          />
          <Select
            label={t("channel")}
            value={channel}
            data={choice(channels.data, channel)}
            allowDeselect={false}
            onChange={pick("channel")}
          />
          <LocaleField />
          <TagsInput
            label={t("segments")}
            placeholder={url.segments.length === 0 ? t("segmentsHint") : undefined}
            value={url.segments}
            acceptValueOnBlur
            onChange={(segment) => set({ segment })}
          />
          <MomentField />
        </div>
        <Text size="xs" c="dimmed">
          {t("now", { zone })}
        </Text>
        {isChanged && (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ alignSelf: "flex-start" }}
            onClick={() =>
              set({
                placement: undefined,
                channel: undefined,
                locale: undefined,
                at: undefined,
                segment: undefined,
              })
            }
          >
            {t("reset")}
          </Button>
        )}
      </Stack>
    </Paper>
  );
}

function LocaleField() {
  const t = useTexts(texts);
  const { url, set } = useWorkbenchUrl();
  const [text, setText] = useState(url.locale ?? "");
  const change = useDebouncedCallback(
    (locale: string) => set({ locale: locale.trim() || undefined }, { replace: true }),
    PAUSE_MS,
  );
  // The back button and the reset change the address without the field.
  useEffect(() => setText(url.locale ?? ""), [url.locale]);
  return (
    <TextInput
      label={t("locale")}
      placeholder={t("localeHint")}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        change(event.currentTarget.value);
      }}
    />
  );
}

function MomentField() {
  const t = useTexts(texts);
  const { url, set } = useWorkbenchUrl();
  const [text, setText] = useState(toField(url.at));
  const change = useDebouncedCallback((at: string) => set({ at: fromField(at) ?? undefined }), PAUSE_MS);
  useEffect(() => setText(toField(url.at)), [url.at]);
  return (
    <TextInput
      type="datetime-local"
      label={t("at")}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        change(event.currentTarget.value);
      }}
    />
  );
}
