import { Button, FileButton, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconFileUpload } from "@tabler/icons-react";
import { useState } from "react";
import { defineTexts, useTexts } from "~/i18n";
import { skusIn } from "./skus";

const texts = defineTexts({
  en: {
    label: "SKUs",
    help: "One a line, or separated by commas in one line",
    file: "From a CSV file",
    count: "{count, plural, =0 {No SKU} one {# SKU} other {# SKUs}}",
    large: "The file is larger than {size, number} MB; a list of SKUs is much shorter.",
    unread: "The file could not be read: {reason}",
    many: "More than {max, number} SKUs; one run asks about no more.",
  },
  de: {
    label: "SKUs",
    help: "Eine je Zeile, oder in einer Zeile durch Kommas getrennt",
    file: "Aus einer CSV-Datei",
    count: "{count, plural, =0 {Keine SKU} one {# SKU} other {# SKUs}}",
    large: "Die Datei ist größer als {size, number} MB; eine Liste von SKUs ist viel kürzer.",
    unread: "Die Datei ließ sich nicht lesen: {reason}",
    many: "Mehr als {max, number} SKUs; ein Lauf fragt nach nicht mehr.",
  },
});

/** A file of more is no list of SKUs that a run could take. */
const FILE_MB_MAX = 5;

interface SkuFieldProps {
  skus: string[];
  max: number;
  error: string | undefined;
  onChange: (skus: string[]) => void;
}

/** SKUs that are pasted or come from a file. */
export function SkuField({ skus, max, error, onChange }: SkuFieldProps) {
  const t = useTexts(texts);
  const [text, setText] = useState(skus.join("\n"));
  const [refused, setRefused] = useState<string>();
  const take = (next: string) => {
    setRefused(undefined);
    setText(next);
    onChange(skusIn(next));
  };
  const read = async (file: File | null) => {
    if (!file) return;
    if (file.size > FILE_MB_MAX * 1_000_000) return setRefused(t("large", { size: FILE_MB_MAX }));
    try {
      take(skusIn(await file.text()).join("\n"));
    } catch (thrown) {
      setRefused(t("unread", { reason: String(thrown) }));
    }
  };
  return (
    <Stack gap={6}>
      <Textarea
        label={t("label")}
        description={t("help")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        rows={6}
        value={text}
        spellCheck={false}
        error={refused ?? (skus.length > max ? t("many", { max }) : error)}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <Group justify="space-between" gap="xs">
        <Text size="sm" role="status">
          {t("count", { count: skus.length })}
        </Text>
        <FileButton accept=".csv,.tsv,.txt,text/csv,text/plain" onChange={(file) => void read(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="compact-sm"
              leftSection={<IconFileUpload size={14} aria-hidden />}
            >
              {t("file")}
            </Button>
          )}
        </FileButton>
      </Group>
    </Stack>
  );
}
