import { List, Modal, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { RecommendationItem, Recommendations } from "~/api/types";
import { useCloseButton } from "~/components/close";
import { ProblemAlert } from "~/components/problem-alert";
import { StatusBadge } from "~/components/status";
import { Why } from "~/components/why";
import { defineTexts, useTexts } from "~/i18n";
import { answerQuery, type LaneRow, targetName } from "./api";
import { useBench } from "./bench";
import { ProductLink } from "./product-link";
import { removedInWords, removedTexts } from "./removed";

const texts = defineTexts({
  en: {
    title: "Why {name}?",
    asked: "As a shopper in {channel} sees it now.",
    place: "It is number {position, number} of {count, number} under this type.",
    not: "It is not shown at the moment.",
    substituted: "It is sold out, so {name} stands in its place.",
    removed: "Of {considered, number} candidates of this type:",
    beyond: "The answer holds the first {count, number}; it stands further down.",
    product: "The product itself is {status}.",
    soldOut: "The product is sold out.",
    open: "Open {name}",
  },
  de: {
    title: "Warum {name}?",
    asked: "So, wie es jemand in {channel} jetzt sieht.",
    place: "Es ist Nummer {position, number} von {count, number} unter dieser Art.",
    not: "Es wird zurzeit nicht gezeigt.",
    substituted: "Es ist ausverkauft; an seiner Stelle steht {name}.",
    removed: "Von {considered, number} Kandidaten dieser Art:",
    beyond: "Die Antwort enthält die ersten {count, number}; es steht weiter unten.",
    product: "Das Produkt selbst ist {status}.",
    soldOut: "Das Produkt ist ausverkauft.",
    open: "{name} öffnen",
  },
});

/** The most that an answer can hold. */
const ANSWER_MAX = 50;

/** What the answer shows because of a relation or rule: its own pick, or what stands in for it. */
export function pickOf(answer: Recommendations, row: LaneRow): RecommendationItem | undefined {
  if (row.derived) {
    const shows = (item: RecommendationItem) =>
      item.origin === row.origin && [item.sku, item.substitute_for].includes(row.target);
    return answer.items.find(shows);
  }
  return (
    answer.items.find(({ reason }) => reason?.relation === row.id) ??
    answer.items.find(({ sku, substitute_for }) => sku === row.target && !substitute_for)
  );
}

/** Why a product is shown in a lane, or why not: the reason is the API's. */
export function WhyDialog({ row, onClose }: { row: LaneRow; onClose: () => void }) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  const { sku } = useBench();
  const name = targetName(row);
  // A relation that applies only somewhere is asked about where it applies.
  const question = {
    product: sku,
    type: [row.type],
    limit: ANSWER_MAX,
    channel: row.channels?.[0],
    locale: row.locales?.[0],
    segment: row.segments,
  };
  const { data, error } = useQuery(answerQuery(question));
  const pick = data && pickOf(data.answer, row);
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={closeButton}
      title={t("title", { name })}
      size="md"
      returnFocus={false}
    >
      <Stack gap="sm">
        {error && <ProblemAlert error={error} />}
        {!data && !error && <Skeleton h={180} />}
        {data && (
          <Text size="sm" c="dimmed">
            {t("asked", { channel: data.answer.channel })}
          </Text>
        )}
        {pick && (
          <>
            {pick.substitute_for && <Text size="sm">{t("substituted", { name: pick.name })}</Text>}
            <Why origin={pick.origin} score={pick.score} reason={pick.reason} />
            <Text size="sm">{t("place", { position: pick.position, count: data.answer.items.length })}</Text>
          </>
        )}
        {data && !pick && <NotShown row={row} answer={data.answer} />}
        <ProductLink sku={row.target} size="sm">
          {t("open", { name })}
        </ProductLink>
      </Stack>
    </Modal>
  );
}

function NotShown({ row, answer }: { row: LaneRow; answer: Recommendations }) {
  const t = useTexts(texts);
  const say = useTexts(removedTexts);
  const removed = removedInWords(answer.removed, say);
  const isFull = answer.items.length >= ANSWER_MAX;
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t("not")} <StatusBadge status={row.status} />
      </Text>
      {row.target_product?.status !== undefined && row.target_product?.status !== "active" && (
        <Text size="sm">{t("product", { status: row.target_product?.status ?? "" })}</Text>
      )}
      {row.target_product?.in_stock === false && <Text size="sm">{t("soldOut")}</Text>}
      {isFull && <Text size="sm">{t("beyond", { count: ANSWER_MAX })}</Text>}
      {removed.length > 0 && (
        <>
          <Text size="sm">{t("removed", { considered: answer.considered })}</Text>
          <List size="sm">
            {removed.map(({ reason, text }) => (
              <List.Item key={reason}>{text}</List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  );
}
