import { Anchor, Badge, Button, Group, Modal, Paper, Skeleton, Text } from "@mantine/core";
import { IconTemplate } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useCloseButton } from "~/components/close";
import { NEW } from "~/components/document/api";
import { ProblemAlert } from "~/components/problem-alert";
import { TypeBadge } from "~/components/relation-type";
import { useReturnFocus } from "~/components/return-focus";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import { type Template, templatesQuery } from "./api";
import classes from "./rules.module.css";

const texts = defineTexts({
  en: { title: "Templates", fromTemplate: "From a template", adapt: "Needs adapting" },
  de: { title: "Vorlagen", fromTemplate: "Aus einer Vorlage", adapt: "Muss angepasst werden" },
});

/** Rules to begin with; each opens the editor. */
export function Templates() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { data, error } = useQuery(templatesQuery(language));
  if (error && !data) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={420} radius="lg" />;
  return (
    <ul className={classes.templates} aria-label={t("title")}>
      {data.items.map((template) => (
        <li key={template.code}>
          <Card template={template} />
        </li>
      ))}
    </ul>
  );
}

function Card({ template: { code, name, text, fits, rule } }: { template: Template }) {
  const t = useTexts(texts);
  return (
    <Paper p="sm" className={classes.template}>
      <Anchor component={Link} to={`/rules/${NEW}`} search={{ template: code } as never} fw={600} size="sm">
        {name}
      </Anchor>
      <Text size="sm" c="dimmed">
        {text}
      </Text>
      <Group gap={4} mt="auto">
        <TypeBadge code={rule.type} />
        {!fits && <Badge color="yellow">{t("adapt")}</Badge>}
      </Group>
    </Paper>
  );
}

/** Offers the templates where there are rules already. */
export function TemplateButton() {
  const t = useTexts(texts);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconTemplate size={16} aria-hidden />}
        onClick={() => setOpen(true)}
      >
        {t("fromTemplate")}
      </Button>
      {isOpen && <TemplateDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function TemplateDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  useReturnFocus();
  return (
    <Modal opened onClose={onClose} closeButtonProps={closeButton} title={t("title")} size="72rem">
      <Templates />
    </Modal>
  );
}
