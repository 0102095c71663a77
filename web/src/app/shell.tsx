import {
  ActionIcon,
  AppShell,
  Badge,
  Box,
  Burger,
  Button,
  Group,
  Kbd,
  Menu,
  NavLink,
  ScrollArea,
  Text,
  Tooltip,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconDatabaseImport,
  IconDeviceDesktop,
  IconFlask,
  IconHelp,
  IconHome,
  IconLanguage,
  IconMoon,
  IconPackages,
  IconRoute,
  IconSearch,
  IconSettings,
  IconSun,
  IconTopologyStar3,
} from "@tabler/icons-react";
import { Link, Outlet, useLocation } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { type LiveState, useLiveUpdates } from "~/api/live";
import { defineTexts, useLanguage, useTexts } from "~/i18n";
import { KeysProvider, useKeys } from "./keys";
import { useUndo } from "./undo";
import { loadPalette, usePalette } from "./use-palette";

const Palette = lazy(loadPalette);

const texts = defineTexts({
  en: {
    home: "Home",
    products: "Products",
    rules: "Rules",
    tests: "Tests",
    graph: "Graph",
    data: "Data",
    settings: "Settings",
    skip: "Skip to the content",
    menu: "Menu",
    main: "Main",
    find: "Find anything",
    undo: "Undo (Ctrl Z)",
    redo: "Redo (Ctrl Shift Z)",
    appearance: "Appearance",
    light: "Light",
    dark: "Dark",
    system: "As the system",
    language: "Language",
    help: "Keys and help",
    keys: "Keys",
    docs: "API reference",
    live: "Live",
    liveHelp: "Changes of others appear here by themselves",
    connecting: "Connecting",
    lost: "Not connected",
    lostHelp: "The server cannot be reached; trying again",
  },
  de: {
    home: "Start",
    products: "Produkte",
    rules: "Regeln",
    tests: "Prüfstand",
    graph: "Graph",
    data: "Daten",
    settings: "Einstellungen",
    skip: "Zum Inhalt springen",
    menu: "Menü",
    main: "Hauptmenü",
    find: "Alles finden",
    undo: "Rückgängig (Strg Z)",
    redo: "Wiederholen (Strg Umschalt Z)",
    appearance: "Darstellung",
    light: "Hell",
    dark: "Dunkel",
    system: "Wie das System",
    language: "Sprache",
    help: "Tasten und Hilfe",
    keys: "Tasten",
    docs: "API-Referenz",
    live: "Live",
    liveHelp: "Änderungen anderer erscheinen hier von selbst",
    connecting: "Verbindet",
    lost: "Getrennt",
    lostHelp: "Der Server ist nicht erreichbar; neuer Versuch läuft",
  },
});

const PLACES = [
  { to: "/", key: "home", Icon: IconHome },
  { to: "/products", key: "products", Icon: IconPackages },
  { to: "/rules", key: "rules", Icon: IconRoute },
  { to: "/tests", key: "tests", Icon: IconFlask },
  { to: "/graph", key: "graph", Icon: IconTopologyStar3 },
  { to: "/data", key: "data", Icon: IconDatabaseImport },
  { to: "/settings", key: "settings", Icon: IconSettings },
] as const;

/** What surrounds every screen. */
export function Shell() {
  return (
    <KeysProvider>
      <Frame />
    </KeysProvider>
  );
}

function Frame() {
  const t = useTexts(texts);
  const palette = usePalette();
  const [opened, { toggle, close }] = useDisclosure();
  const { pathname } = useLocation();
  const main = useRef<HTMLElement>(null);
  const live = useLiveUpdates();
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new screen closes the menu and takes the focus
  useEffect(() => {
    close();
    if (first.current) first.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [pathname, close]);
  const isHere = (to: string) => {
    if (to === "/rules" && /^\/(guidelines|conditions)\b/.test(pathname)) return true;
    return to === "/" ? pathname === "/" : pathname.startsWith(to);
  };
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 208, breakpoint: "md", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "md", lg: "lg" }}
    >
      <Button component="a" href="#main" className="unseen-until-focused" size="xs">
        {t("skip")}
      </Button>
      <AppShell.Header px={{ base: "xs", sm: "md" }}>
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={t("menu")}
              aria-expanded={opened}
            />
            <Link
              to="/"
              aria-label="Relata"
              style={{
                display: "flex",
                gap: 10,
                alignItems: "center",
                textDecoration: "none",
                color: "inherit",
              }}
            >
              <img src="/icon.svg" width={28} height={28} alt="" />
              <Text fw={700} size="lg" visibleFrom="xs" style={{ letterSpacing: "-0.01em" }}>
                Relata
              </Text>
            </Link>
          </Group>
          <Tools live={live} onFind={palette.open} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" aria-label={t("main")} component="nav" data-shut={!opened || undefined}>
        <AppShell.Section grow component={ScrollArea}>
          {PLACES.map(({ to, key, Icon }) => (
            <NavLink
              key={to}
              component={Link}
              to={to}
              label={t(key)}
              active={isHere(to)}
              aria-current={isHere(to) ? "page" : undefined}
              leftSection={<Icon size={18} aria-hidden />}
              style={{ borderRadius: "var(--mantine-radius-md)" }}
              mb={2}
            />
          ))}
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main ref={main} id="main" tabIndex={-1} style={{ outline: "none" }}>
        <Box maw={1500} mx="auto">
          <Outlet />
        </Box>
      </AppShell.Main>
      {palette.isWanted && (
        <Suspense>
          <Palette takeTyped={palette.takeTyped} />
        </Suspense>
      )}
    </AppShell>
  );
}

function Tools({ live, onFind }: { live: LiveState; onFind: () => void }) {
  const t = useTexts(texts);
  const { undo, redo, canUndo, canRedo } = useUndo();
  const { openHelp } = useKeys();
  const { setColorScheme, colorScheme } = useMantineColorScheme();
  const { language, setLanguage } = useLanguage();
  return (
    <Group gap={6} wrap="nowrap">
      <Button
        visibleFrom="sm"
        variant="default"
        leftSection={<IconSearch size={16} aria-hidden />}
        rightSection={<Kbd size="xs">Ctrl K</Kbd>}
        onClick={onFind}
        onPointerEnter={() => void loadPalette()}
        fw={400}
      >
        {t("find")}
      </Button>
      <ActionIcon hiddenFrom="sm" variant="default" size="lg" aria-label={t("find")} onClick={onFind}>
        <IconSearch size={18} />
      </ActionIcon>
      <Tooltip label={t("undo")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("undo")}
          disabled={!canUndo}
          onClick={() => void undo()}
        >
          <IconArrowBackUp size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t("redo")}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("redo")}
          disabled={!canRedo}
          visibleFrom="xs"
          onClick={() => void redo()}
        >
          <IconArrowForwardUp size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={live === "lost" ? t("lostHelp") : t("liveHelp")}>
        <Badge
          visibleFrom="sm"
          color={live === "live" ? "green" : live === "lost" ? "red" : "gray"}
          variant={live === "lost" ? "filled" : "light"}
          role="status"
        >
          {t(live)}
        </Badge>
      </Tooltip>
      <Menu position="bottom-end" width={230}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("help")}>
            <IconHelp size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Kbd size="xs">?</Kbd>} onClick={openHelp}>
            {t("keys")}
          </Menu.Item>
          <Menu.Item component="a" href="/docs" target="_blank" rel="noopener">
            {t("docs")}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t("appearance")}</Menu.Label>
          <Menu.RadioGroup
            value={colorScheme}
            onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}
          >
            {(
              [
                ["light", t("light"), IconSun],
                ["dark", t("dark"), IconMoon],
                ["auto", t("system"), IconDeviceDesktop],
              ] as const
            ).map(([scheme, label, Icon]) => (
              <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick>
                <Group gap="xs" wrap="nowrap">
                  <Icon size={16} aria-hidden />
                  {label}
                </Group>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Label>{t("language")}</Menu.Label>
          <Menu.RadioGroup value={language} onChange={(next) => setLanguage(next as typeof language)}>
            {(
              [
                ["en", "English"],
                ["de", "Deutsch"],
              ] as const
            ).map(([code, label]) => (
              <Menu.RadioItem key={code} value={code} lang={code} closeMenuOnClick>
                <Group gap="xs" wrap="nowrap">
                  <IconLanguage size={16} aria-hidden />
                  {label}
                </Group>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}
