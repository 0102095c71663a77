import { Tabs } from "@mantine/core";
import { IconChecklist, IconFlask } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Page } from "~/components/page";
import { defineTexts, useTexts } from "~/i18n";

export const testTexts = defineTexts({
  en: {
    title: "Test bench",
    text: "Holds what the shop answers, now or with a draft, against what has to hold. Nothing is changed.",
    run: "Run",
    suites: "Saved suites",
    suite: "Test suite",
    builtIn: "Built-in suite",
  },
  de: {
    title: "Prüfstand",
    text: "Hält, was der Shop jetzt oder mit einem Entwurf antwortet, gegen das, was gelten muss. Nichts wird geändert.",
    run: "Prüfen",
    suites: "Gespeicherte Prüfungen",
    suite: "Prüfung",
    builtIn: "Mitgelieferte Prüfung",
  },
});

const TABS = [
  { tab: "run", to: "/tests", Icon: IconFlask },
  { tab: "suites", to: "/tests/suites", Icon: IconChecklist },
] as const;

interface TestPageProps {
  tab: "run" | "suites";
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of the bench and of the suites saved for it. */
export function TestPage({ tab, actions, children }: TestPageProps) {
  const t = useTexts(testTexts);
  const navigate = useNavigate();
  return (
    <Page title={t("title")} text={t("text")} actions={actions}>
      <Tabs
        value={tab}
        keepMounted={false}
        onChange={(next) => void navigate({ to: TABS.find(({ tab }) => tab === next)?.to ?? "/tests" })}
      >
        <Tabs.List aria-label={t("title")} mb="md">
          {TABS.map(({ tab, Icon }) => (
            <Tabs.Tab key={tab} value={tab} leftSection={<Icon size={16} aria-hidden />}>
              {t(tab)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={tab}>{children}</Tabs.Panel>
      </Tabs>
    </Page>
  );
}
