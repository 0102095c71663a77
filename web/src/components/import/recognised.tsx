import { Badge, Tooltip } from "@mantine/core";
import { IconCircleCheck, IconHelpCircle } from "@tabler/icons-react";
import { defineTexts, useFormats, useTexts } from "~/i18n";
import type { Upload } from "./api";
import { sureness } from "./summary";
import { useContentNames } from "./words";

const texts = defineTexts({
  en: {
    own: "Own format: {content}",
    foreign: "{profile}: {content}",
    mapped: "{content}, as mapped",
    guess: "Perhaps {content}",
    nothing: "Not recognised: say what it holds",
    certain: "certain",
    likely: "likely",
    possible: "possible",
    unsure: "unsure",
    share: "{share} sure",
  },
  de: {
    own: "Eigenes Format: {content}",
    foreign: "{profile}: {content}",
    mapped: "{content}, wie zugeordnet",
    guess: "Vielleicht {content}",
    nothing: "Nicht erkannt: sagen Sie, was darin steht",
    certain: "sicher",
    likely: "wahrscheinlich",
    possible: "möglich",
    unsure: "unsicher",
    share: "zu {share} sicher",
  },
});

/** As what a file was recognised, and how sure that is, in words. */
export function Recognised({ upload }: { upload: Upload }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const names = useContentNames();
  const { profile, mapping, confidence } = upload;
  const content = upload.content ?? upload.guesses[0]?.content;
  const sure = sureness(confidence);
  const label = mapping
    ? t("mapped", { content: names(mapping.content) })
    : profile === "relata"
      ? t("own", { content: names(content) })
      : profile
        ? t("foreign", { profile: names(profile), content: names(content) })
        : content
          ? t("guess", { content: names(content) })
          : t("nothing");
  const isKnown = Boolean(mapping || profile);
  const Icon = isKnown ? IconCircleCheck : IconHelpCircle;
  return (
    <Tooltip label={`${t("share", { share: formats.percent(confidence, 0) })}. ${upload.recognised_by}`}>
      <Badge
        color={isKnown ? "green" : "yellow"}
        leftSection={<Icon size={14} aria-hidden />}
        style={{ height: "auto", whiteSpace: "normal" }}
        styles={{ label: { whiteSpace: "normal", overflow: "visible" } }}
      >
        {mapping || (!profile && !content) ? label : `${label} – ${t(sure)}`}
      </Badge>
    </Tooltip>
  );
}
