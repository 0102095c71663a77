import {
  ActionIcon,
  Button,
  Group,
  Loader,
  Modal,
  Select,
  Stack,
  Switch,
  Text,
  Tooltip,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconArrowRight, IconArrowsExchange, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem, type ProblemDetail } from "~/api/problem";
import { useCloseButton } from "~/components/close";
import { PathText } from "~/components/path-text";
import { ProblemAlert, ProblemWords } from "~/components/problem-alert";
import { ProductLine } from "~/components/product";
import { TypeHelp, useRelationTypes } from "~/components/relation-type";
import { useReturnFocus } from "~/components/return-focus";
import { defineTexts, useTexts } from "~/i18n";
import { useCreateRelation } from "./actions";
import { checkQuery } from "./api";
import { nameIn, type Scene } from "./scene";

const texts = defineTexts({
  en: {
    title: "Link two products",
    shows: "Shows",
    with: "this product",
    swap: "Swap the two",
    type: "As what",
    typeFirst: "Choose what the second product is to the first.",
    both: "Both ways",
    bothHelp: "The second shows the first, too",
    checking: "Checking",
    fine: "This relation can be made.",
    bad: "This relation cannot be made",
    notes: "Worth knowing",
    cancel: "Cancel",
    link: "Link",
  },
  de: {
    title: "Zwei Produkte verknüpfen",
    shows: "Bei",
    with: "wird gezeigt",
    swap: "Die beiden tauschen",
    type: "Als was",
    typeFirst: "Wählen Sie, was das zweite Produkt für das erste ist.",
    both: "In beide Richtungen",
    bothHelp: "Das erste wird auch beim zweiten gezeigt",
    checking: "Wird geprüft",
    fine: "Diese Beziehung kann angelegt werden.",
    bad: "Diese Beziehung kann nicht angelegt werden",
    notes: "Gut zu wissen",
    cancel: "Abbrechen",
    link: "Verknüpfen",
  },
});

interface LinkDialogProps {
  scene: Scene;
  pair: { source: string; target: string };
  onClose: () => void;
}

/** Makes a relation between two products; what speaks against it is said before anything is written. */
export function LinkDialog({ scene, pair, onClose }: LinkDialogProps) {
  const t = useTexts(texts);
  const closeButton = useCloseButton();
  useReturnFocus();
  const { types, look } = useRelationTypes();
  const [isSwapped, setSwapped] = useState(false);
  const [type, setType] = useState<string | null>(null);
  const [both, setBoth] = useState(false);
  const nameOf = (sku: string) => nameIn(scene, sku);
  const create = useCreateRelation(nameOf);
  const [source, target] = isSwapped ? [pair.target, pair.source] : [pair.source, pair.target];
  const draft = { source, target, type: type ?? "", both_ways: both };
  const [asked] = useDebouncedValue(draft, 120);
  const check = useQuery(checkQuery(asked));
  const isCurrent = JSON.stringify(asked) === JSON.stringify(draft) && !check.isFetching;
  const problems = type && check.data ? check.data.problems : [];
  const errors = problems.filter(({ severity }) => severity !== "warning");
  const mayLink = type !== null && isCurrent && check.data !== undefined && errors.length === 0;
  const submit = () => {
    if (mayLink) create.mutate(draft, { onSuccess: onClose });
  };
  const product = (sku: string) => (
    <ProductLine sku={sku} name={nameOf(sku)} imageUrl={scene.bySku.get(sku)?.image_url} />
  );
  return (
    <Modal opened onClose={onClose} closeButtonProps={closeButton} title={t("title")} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Stack>
          <Group gap="sm" justify="space-between">
            <Stack gap="xs" flex="1 1 14rem" miw={0}>
              <Text size="xs" c="dimmed">
                {t("shows")}
              </Text>
              {product(source)}
              <Group gap={6}>
                <IconArrowRight size={16} aria-hidden />
                <Text size="xs" c="dimmed">
                  {t("with")}
                </Text>
              </Group>
              {product(target)}
            </Stack>
            <Tooltip label={t("swap")}>
              <ActionIcon
                variant="default"
                size="lg"
                aria-label={t("swap")}
                onClick={() => setSwapped(!isSwapped)}
              >
                <IconArrowsExchange size={18} style={{ rotate: "90deg" }} />
              </ActionIcon>
            </Tooltip>
          </Group>
          <Select
            label={t("type")}
            data={types.map(({ code }) => ({ value: code ?? "", label: look(code ?? "").label }))}
            value={type}
            onChange={setType}
            allowDeselect={false}
            data-autofocus
          />
          {type ? (
            <TypeHelp code={type} />
          ) : (
            <Text size="sm" c="dimmed">
              {t("typeFirst")}
            </Text>
          )}
          <Switch
            label={t("both")}
            description={t("bothHelp")}
            checked={both}
            onChange={(event) => setBoth(event.currentTarget.checked)}
          />
          {type && (
            <div role="status">
              {!isCurrent ? (
                <Group gap="xs" mih={24}>
                  <Loader size={16} />
                  <Text size="sm">{t("checking")}</Text>
                </Group>
              ) : check.error ? (
                <ProblemAlert error={check.error} />
              ) : (
                <Verdict problems={problems} isFine={errors.length === 0} nameOf={nameOf} />
              )}
            </div>
          )}
          {create.error && <Refusal error={create.error} nameOf={nameOf} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={!mayLink} loading={create.isPending}>
              {t("link")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type NameOf = (sku: string) => string;

interface VerdictProps {
  problems: ProblemDetail[];
  isFine: boolean;
  nameOf: NameOf;
}

/** What checking found, in words; a circle as the way it takes. */
function Verdict({ problems, isFine, nameOf }: VerdictProps) {
  const t = useTexts(texts);
  if (isFine && problems.length === 0) {
    return (
      <Group gap="xs" mih={24}>
        <IconCircleCheck size={18} color="var(--mantine-color-green-text)" aria-hidden />
        <Text size="sm">{t("fine")}</Text>
      </Group>
    );
  }
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600} c={isFine ? undefined : "var(--mantine-color-error)"}>
        {isFine ? t("notes") : t("bad")}
      </Text>
      {problems.map((problem) => (
        <Text key={`${problem.code} ${problem.pointer}`} size="sm" component="div">
          <ProblemWords
            problem={problem}
            drawPath={(path) => <PathText path={path} names={path.map(nameOf)} />}
          />
        </Text>
      ))}
    </Stack>
  );
}

/** A refusal that came when the relation was to be written. */
function Refusal({ error, nameOf }: { error: unknown; nameOf: NameOf }) {
  const { problems } = asProblem(error);
  if (problems.length === 0) return <ProblemAlert error={error} />;
  return (
    <div role="alert">
      <Verdict problems={problems} isFine={false} nameOf={nameOf} />
    </div>
  );
}
