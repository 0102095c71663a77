import { Button, Group } from "@mantine/core";
import { IconFileDownload } from "@tabler/icons-react";
import { defineTexts, useTexts } from "~/i18n";
import { CONTENTS, type Content, template } from "./columns";
import { save } from "./save-file";
import { useContentNames } from "./words";

const texts = defineTexts({
  en: { template: "Template: {content}" },
  de: { template: "Vorlage: {content}" },
});

/** Empty files of our own formats, made in the browser from the documented columns. */
export function TemplateButtons({ contents = CONTENTS }: { contents?: readonly Content[] }) {
  const t = useTexts(texts);
  const name = useContentNames();
  return (
    <Group gap="xs">
      {contents.map((content) => (
        <Button
          key={content}
          variant="default"
          size="xs"
          leftSection={<IconFileDownload size={14} aria-hidden />}
          onClick={() => save(`${content}.csv`, template(content), "text/csv")}
        >
          {t("template", { content: name(content) })}
        </Button>
      ))}
    </Group>
  );
}
