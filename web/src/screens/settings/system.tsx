import {
  Alert,
  Anchor,
  Badge,
  Code,
  Group,
  Paper,
  SegmentedControl,
  SimpleGrid,
  Skeleton,
  Stack,
  Switch,
  Text,
  Title,
  useMantineColorScheme,
} from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useKeys } from "~/app/keys";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, type Language, useFormats, useLanguage, useTexts } from "~/i18n";
import { type Status, statusQuery } from "./api";

const texts = defineTexts({
  en: {
    title: "System",
    text: "The server as it says of itself, and how this app behaves in this browser.",
    server: "Server",
    version: "Version",
    started: "Running since",
    ready: "State",
    isReady: "Ready",
    notReady: "Starting",
    database: "Database",
    reachable: "reachable",
    away: "not reachable",
    products: "Products",
    relations: "Relations",
    revision: "Revision",
    memory: "Memory",
    unknown: "The system does not tell",
    answers: "Answers to shoppers",
    answersText: "{count, plural, one {# recommendation} other {# recommendations}} since {since}.",
    noAnswers: "No recommendations were asked for since {since}.",
    half: "Half of them within",
    most: "95 of 100 within",
    nearly: "99 of 100 within",
    longest: "The longest",
    sample: "This is the sample shop.",
    images: "Pictures",
    imagesText: "Pictures of products are shown from these hosts, besides this server:",
    noImages:
      "No host is allowed yet, so that products show a placeholder. Whoever runs the server allows hosts with:",
    here: "This browser",
    appearance: "Appearance",
    light: "Light",
    dark: "Dark",
    auto: "As the system",
    language: "Language",
    keys: "Single keys work",
    keysHelp:
      "Such as g then p for the products, and ? for the list of keys. Switch this off if you speak to your computer.",
    docs: "For developers",
    docsText: "Everything this app does goes over the public API.",
    reference: "API reference",
    document: "OpenAPI document",
  },
  de: {
    title: "System",
    text: "Was der Server von sich sagt, und wie sich diese App in diesem Browser verhält.",
    server: "Server",
    version: "Version",
    started: "Läuft seit",
    ready: "Zustand",
    isReady: "Bereit",
    notReady: "Startet",
    database: "Datenbank",
    reachable: "erreichbar",
    away: "nicht erreichbar",
    products: "Produkte",
    relations: "Beziehungen",
    revision: "Revision",
    memory: "Arbeitsspeicher",
    unknown: "Das System sagt es nicht",
    answers: "Antworten an Kunden",
    answersText: "{count, plural, one {# Empfehlung} other {# Empfehlungen}} seit {since}.",
    noAnswers: "Seit {since} wurde nach keinen Empfehlungen gefragt.",
    half: "Die Hälfte in",
    most: "95 von 100 in",
    nearly: "99 von 100 in",
    longest: "Die längste",
    sample: "Das ist der Beispielshop.",
    images: "Bilder",
    imagesText: "Produktbilder werden außer von diesem Server von diesen Hosts gezeigt:",
    noImages:
      "Noch ist kein Host erlaubt, deshalb zeigen Produkte einen Platzhalter. Wer den Server betreibt, erlaubt Hosts mit:",
    here: "Dieser Browser",
    appearance: "Darstellung",
    light: "Hell",
    dark: "Dunkel",
    auto: "Wie das System",
    language: "Sprache",
    keys: "Einzelne Tasten wirken",
    keysHelp:
      "Etwa g, dann p für die Produkte, und ? für die Liste der Tasten. Schalten Sie das ab, wenn Sie diktieren.",
    docs: "Für Entwickler",
    docsText: "Alles, was diese App tut, läuft über die öffentliche API.",
    reference: "API-Referenz",
    document: "OpenAPI-Dokument",
  },
});

const DATABASES: Record<string, string> = { sqlite: "SQLite", postgres: "PostgreSQL" };

/** The server's own account of itself, and the choices that belong to this browser. */
export default function System() {
  const t = useTexts(texts);
  const { data, error } = useQuery(statusQuery);
  return (
    <Stack>
      <Stack gap={2}>
        <Title order={2}>{t("title")}</Title>
        <Text size="sm" c="dimmed">
          {t("text")}
        </Text>
      </Stack>
      {error && <ProblemAlert error={error} />}
      {!data && !error && <Skeleton height={260} radius="lg" />}
      {data && <ServerCard status={data} />}
      {data && <AnswersCard status={data} />}
      <BrowserCard />
      {data && <ImagesCard hosts={data.image_hosts} />}
      <Card title={t("docs")}>
        <Text size="sm">{t("docsText")}</Text>
        <Group>
          <Anchor href="/docs" target="_blank" rel="noopener" size="sm">
            {t("reference")}
          </Anchor>
          <Anchor href="/openapi.json" target="_blank" rel="noopener" size="sm">
            {t("document")}
          </Anchor>
        </Group>
      </Card>
    </Stack>
  );
}

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Paper>
      <Stack gap="sm">
        <Title order={3}>{title}</Title>
        {children}
      </Stack>
    </Paper>
  );
}

function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <SimpleGrid component="dl" cols={{ base: 1, xs: 2, lg: 4 }} spacing="md" m={0}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="xs" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} size="sm" fw={600} className="tabular">
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}

function ServerCard({ status }: { status: Status }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const { memory_bytes } = status;
  return (
    <Card title={t("server")}>
      {status.sample_shop && <Alert color="blue">{t("sample")}</Alert>}
      <Facts
        facts={[
          [t("version"), status.version],
          [t("started"), formats.dateTime(status.started_at)],
          [
            t("ready"),
            <Badge key="ready" color={status.ready ? "green" : "yellow"}>
              {t(status.ready ? "isReady" : "notReady")}
            </Badge>,
          ],
          [
            t("database"),
            `${DATABASES[status.database] ?? status.database}, ${t(status.database_reachable ? "reachable" : "away")}`,
          ],
          [t("products"), formats.number(status.products)],
          [t("relations"), formats.number(status.relations)],
          [t("revision"), formats.number(status.revision)],
          [
            t("memory"),
            memory_bytes === null || memory_bytes === undefined ? t("unknown") : formats.bytes(memory_bytes),
          ],
        ]}
      />
    </Card>
  );
}

function AnswersCard({ status: { answers } }: { status: Status }) {
  const t = useTexts(texts);
  const formats = useFormats();
  const since = formats.dateTime(answers.since);
  const time = (us: number | null | undefined) =>
    us === null || us === undefined ? "–" : formats.duration(us);
  return (
    <Card title={t("answers")}>
      <Text size="sm">
        {t(answers.count > 0 ? "answersText" : "noAnswers", { count: answers.count, since })}
      </Text>
      {answers.count > 0 && (
        <Facts
          facts={[
            [t("half"), time(answers.p50_us)],
            [t("most"), time(answers.p95_us)],
            [t("nearly"), time(answers.p99_us)],
            [t("longest"), time(answers.max_us)],
          ]}
        />
      )}
    </Card>
  );
}

function ImagesCard({ hosts }: { hosts: string[] }) {
  const t = useTexts(texts);
  return (
    <Card title={t("images")}>
      <Text size="sm">{t(hosts.length > 0 ? "imagesText" : "noImages")}</Text>
      {hosts.length === 0 && <Code style={{ alignSelf: "flex-start" }}>--image-hosts</Code>}
      {hosts.length > 0 && (
        <Group gap="xs" component="ul" p={0} m={0}>
          {hosts.map((host) => (
            <Badge key={host} component="li" color="gray">
              {host}
            </Badge>
          ))}
        </Group>
      )}
    </Card>
  );
}

function BrowserCard() {
  const t = useTexts(texts);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { language, setLanguage } = useLanguage();
  const { enabled, setEnabled } = useKeys();
  return (
    <Card title={t("here")}>
      <Group gap="xl" align="flex-start">
        <Stack gap={4}>
          <Text size="sm" fw={500} aria-hidden>
            {t("appearance")}
          </Text>
          <SegmentedControl
            aria-label={t("appearance")}
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as "light" | "dark" | "auto")}
            data={(["light", "dark", "auto"] as const).map((value) => ({ value, label: t(value) }))}
          />
        </Stack>
        <Stack gap={4}>
          <Text size="sm" fw={500} aria-hidden>
            {t("language")}
          </Text>
          <SegmentedControl
            aria-label={t("language")}
            value={language}
            onChange={(next) => setLanguage(next as Language)}
            data={[
              { value: "en", label: "English" },
              { value: "de", label: "Deutsch" },
            ]}
          />
        </Stack>
      </Group>
      <Switch
        label={t("keys")}
        description={t("keysHelp")}
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
    </Card>
  );
}
