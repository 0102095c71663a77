import { Badge, Tooltip } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: {
    active: "Shown",
    activeHelp: "Shown wherever it applies",
    pending: "Waiting",
    pendingHelp: "Its product is not in the shop yet; it becomes active by itself when it arrives",
    expired: "Ended",
    expiredHelp: "Its time is over",
    scheduled: "Scheduled",
    scheduledHelp: "Its time has not begun",
    excluded: "Excluded",
    excludedHelp: "The product or its parent excludes it",
    withheld: "Withheld",
    withheldHelp: "It would close a circle that its type does not allow",
    shadowed: "Covered",
    shadowedHelp: "A stronger relation of the same pair takes its place",
  },
  de: {
    active: "Gezeigt",
    activeHelp: "Wird überall gezeigt, wo sie gilt",
    pending: "Wartet",
    pendingHelp: "Das Produkt ist noch nicht im Shop; sie wird von selbst aktiv, wenn es kommt",
    expired: "Beendet",
    expiredHelp: "Ihre Zeit ist vorbei",
    scheduled: "Geplant",
    scheduledHelp: "Ihre Zeit hat noch nicht begonnen",
    excluded: "Ausgeschlossen",
    excludedHelp: "Das Produkt oder sein Hauptprodukt schließt es aus",
    withheld: "Zurückgehalten",
    withheldHelp: "Sie würde einen Kreis schließen, den ihre Art nicht erlaubt",
    shadowed: "Verdeckt",
    shadowedHelp: "Eine stärkere Beziehung desselben Paars tritt an ihre Stelle",
  },
});

const COLORS: Record<string, string> = {
  active: "green",
  pending: "yellow",
  expired: "gray",
  scheduled: "cyan",
  excluded: "orange",
  withheld: "red",
  shadowed: "gray",
};

/** What becomes of a relation, and why. */
export function StatusBadge({ status }: { status: string }) {
  const t = useTexts(texts) as (key: string) => string;
  if (!(status in COLORS)) return <Badge color="gray">{status}</Badge>;
  return (
    <Tooltip label={t(`${status}Help`)}>
      <Badge color={COLORS[status]} style={{ flex: "none" }}>
        {t(status)}
      </Badge>
    </Tooltip>
  );
}
