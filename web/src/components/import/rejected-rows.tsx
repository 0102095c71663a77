import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconDownload, IconTool } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import { rejectsUrl, uploadQuery, uploadRejects } from "./api";
import { WRAPPING } from "./wrapping";

const texts = defineTexts({
  en: {
    title: "{count, plural, one {# row was rejected} other {# rows were rejected}}",
    text: "The good rows are in. Mend the others here, or download them with the reason in the column “error”.",
    download: "Download the rejected rows",
    mend: "Mend them here",
  },
  de: {
    title: "{count, plural, one {# Zeile wurde abgelehnt} other {# Zeilen wurden abgelehnt}}",
    text: "Die guten Zeilen sind drin. Stellen Sie die übrigen hier richtig oder laden Sie sie mit dem Grund in der Spalte „error“ herunter.",
    download: "Abgelehnte Zeilen herunterladen",
    mend: "Hier richtigstellen",
  },
});

/** Rows that an import did not take: as a file, and as a new file to mend here. */
export function RejectedRows({ importId, count }: { importId: string; count: number }) {
  const t = useTexts(texts);
  const navigate = useNavigate();
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => uploadRejects(importId),
    onSuccess: (upload) => {
      client.setQueryData(uploadQuery(upload.id).queryKey, upload);
      void navigate({ to: "/data", search: { upload: upload.id, step: "check" } as never });
    },
  });
  return (
    <Alert color="orange" icon={<IconAlertTriangle aria-hidden />} title={t("title", { count })}>
      <Stack gap="xs">
        <Text size="sm">{t("text")}</Text>
        {error && <ProblemAlert error={error} />}
        <Group gap="xs">
          <Button
            {...WRAPPING}
            size="xs"
            leftSection={<IconTool size={14} aria-hidden />}
            loading={isPending}
            onClick={() => mutate()}
          >
            {t("mend")}
          </Button>
          <Button
            {...WRAPPING}
            size="xs"
            variant="default"
            component="a"
            href={rejectsUrl(importId)}
            download
            leftSection={<IconDownload size={14} aria-hidden />}
          >
            {t("download")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
