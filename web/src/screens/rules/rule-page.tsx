import { Button, Tabs } from "@mantine/core";
import { IconListCheck, IconPlus, IconRoute, IconShieldCheck } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ConditionNoun } from "~/components/condition/api";
import { NEW } from "~/components/document/api";
import { Page } from "~/components/page";
import { defineTexts, useTexts } from "~/i18n";
import { ruleTexts } from "./rule-texts";

const texts = defineTexts({
  en: {
    rulesText: "For these products show those: relations that make themselves, and follow the catalogue.",
    guidelinesText: "What must never stand beside what, whoever or whatever proposes it.",
    conditionsText: "What several rules ask: named once, asked everywhere, changed in one place.",
  },
  de: {
    rulesText: "Für diese Produkte zeige jene: Beziehungen, die von selbst entstehen und dem Katalog folgen.",
    guidelinesText: "Was nie beieinander stehen darf, wer oder was es auch vorschlägt.",
    conditionsText: "Was mehrere Regeln fragen: einmal benannt, überall gefragt, an einer Stelle geändert.",
  },
});

const TABS = [
  { noun: "rules", Icon: IconRoute },
  { noun: "guidelines", Icon: IconShieldCheck },
  { noun: "conditions", Icon: IconListCheck },
] as const;

const MADE = { rules: "newRule", guidelines: "newGuideline", conditions: "newCondition" } as const;

interface RulePageProps {
  noun: ConditionNoun;
  /** What else can be done. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of the lists: rules, guidelines and conditions are written alike and read together. */
export function RulePage({ noun, actions, children }: RulePageProps) {
  const t = useTexts(ruleTexts);
  const own = useTexts(texts);
  const navigate = useNavigate();
  return (
    <Page
      title={t(noun)}
      text={own(`${noun}Text`)}
      actions={
        <>
          {actions}
          <Button component={Link} to={`/${noun}/${NEW}`} leftSection={<IconPlus size={16} aria-hidden />}>
            {t(MADE[noun])}
          </Button>
        </>
      }
    >
      <Tabs value={noun} keepMounted={false} onChange={(next) => void navigate({ to: `/${next}` })}>
        <Tabs.List aria-label={t(noun)} mb="md">
          {TABS.map(({ noun, Icon }) => (
            <Tabs.Tab key={noun} value={noun} leftSection={<Icon size={16} aria-hidden />}>
              {t(noun)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={noun}>{children}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}
