import { SimpleGrid, Stack, TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { listQuery } from "~/components/document/api";
import { fromField, toField } from "~/components/lane/moment";
import { useTexts } from "~/i18n";
import { type FormProps, isSameFor } from "./form";
import { ruleTexts } from "./rule-texts";

/** Where, for whom and when a rule applies. */
export const ScopeFields = memo(
  function ScopeFields({ draft, change, problem }: FormProps) {
    const t = useTexts(ruleTexts);
    const channels = useQuery(listQuery("channels"));
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const known = {
      channels: (channels.data?.items ?? []).map(({ code }) => code ?? ""),
      locales: [],
      segments: [],
    };
    return (
      <Stack>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {(["valid_from", "valid_until"] as const).map((field) => (
            <TextInput
              key={field}
              type="datetime-local"
              label={t(field)}
              description={t("zone", { zone })}
              value={toField(draft[field])}
              error={problem(`/${field}`)}
              onChange={(event) => change({ [field]: fromField(event.currentTarget.value) })}
            />
          ))}
        </SimpleGrid>
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          {(["channels", "locales", "segments"] as const).map((field) => (
            <TagsInput
              key={field}
              label={t(field)}
              description={t("allOf")}
              data={known[field]}
              value={draft[field] ?? []}
              error={problem(`/${field}`)}
              onChange={(value) => change({ [field]: value })}
              acceptValueOnBlur
            />
          ))}
        </SimpleGrid>
      </Stack>
    );
  },
  isSameFor(["valid_from", "valid_until", "channels", "locales", "segments"]),
);
