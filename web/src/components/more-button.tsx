import { Button } from "@mantine/core";
import { defineTexts, useTexts } from "~/i18n";

const texts = defineTexts({
  en: { more: "Show more" },
  de: { more: "Mehr zeigen" },
});

interface MoreButtonProps {
  /** A list that comes page by page. */
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
}

/** Brings the next page of a list, while there is one. */
export function MoreButton({ query }: MoreButtonProps) {
  const t = useTexts(texts);
  if (!query.hasNextPage) return null;
  return (
    <Button
      variant="default"
      loading={query.isFetchingNextPage}
      onClick={() => void query.fetchNextPage()}
      style={{ alignSelf: "center" }}
    >
      {t("more")}
    </Button>
  );
}
