import { NavLink } from "@mantine/core";
import {
  IconBuildingStore,
  IconHistory,
  IconLayoutGrid,
  IconListDetails,
  IconServer,
  IconTags,
} from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { NotFound, RoutePending } from "~/app/fallbacks";
import { Page } from "~/components/page";
import { defineTexts, useTexts } from "~/i18n";
import classes from "./settings.module.css";

const SECTIONS = {
  types: { Icon: IconTags, Section: lazy(() => import("./types")) },
  channels: { Icon: IconBuildingStore, Section: lazy(() => import("./channels")) },
  placements: { Icon: IconLayoutGrid, Section: lazy(() => import("./placements")) },
  audit: { Icon: IconHistory, Section: lazy(() => import("./audit")) },
  views: { Icon: IconListDetails, Section: lazy(() => import("./views")) },
  system: { Icon: IconServer, Section: lazy(() => import("./system")) },
} as const;
type SectionName = keyof typeof SECTIONS;
const NAMES = Object.keys(SECTIONS) as SectionName[];

const texts = defineTexts({
  en: {
    title: "Settings",
    sections: "Sections of the settings",
    types: "Relation types",
    channels: "Channels",
    placements: "Placements",
    audit: "Audit log",
    views: "Saved views",
    system: "System",
  },
  de: {
    title: "Einstellungen",
    sections: "Bereiche der Einstellungen",
    types: "Beziehungsarten",
    channels: "Kanäle",
    placements: "Plätze",
    audit: "Änderungsprotokoll",
    views: "Gespeicherte Ansichten",
    system: "System",
  },
});

/** What holds for the whole shop: each section has an address of its own. */
export default function Screen() {
  const t = useTexts(texts);
  const { section = "types", code } = useParams({ strict: false }) as { section?: string; code?: string };
  const name = NAMES.find((one) => one === section);
  if (!name) return <NotFound />;
  const { Section } = SECTIONS[name];
  return (
    <Page title={t("title")}>
      <div className={classes.sides}>
        <nav aria-label={t("sections")} className={classes.nav}>
          {NAMES.map((one) => {
            const { Icon } = SECTIONS[one];
            return (
              <NavLink
                key={one}
                component={Link}
                to={`/settings/${one}`}
                label={t(one)}
                active={one === name}
                aria-current={one === name ? "page" : undefined}
                leftSection={<Icon size={17} aria-hidden />}
                className={classes.place}
              />
            );
          })}
        </nav>
        <div className={classes.content}>
          <Suspense fallback={<RoutePending />}>
            {/* An editor starts anew with each document; the log stays while a change is looked at. */}
            <Section key={name === "audit" ? "" : (code ?? "")} code={code} />
          </Suspense>
        </div>
      </div>
    </Page>
  );
}
