import {
  ActionIcon,
  Button,
  Group,
  MultiSelect,
  NumberInput,
  Paper,
  SimpleGrid,
  Text,
  TextInput,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { Fieldset } from "~/components/document/fieldset";
import { useRelationTypes } from "~/components/relation-type";
import { useTexts } from "~/i18n";
import type { PlacementFormProps } from "./placement-editor";
import { placementTexts } from "./placement-texts";

/** The parts of a placement, each with types and a limit of its own, in the order they are shown. */
export function BlockFields({ editor, draft }: PlacementFormProps) {
  const t = useTexts(placementTexts);
  const { change, problem } = editor;
  const { types, look } = useRelationTypes();
  const blocks = draft.blocks ?? [];
  type Block = (typeof blocks)[number];
  const put = (index: number, fields: Partial<Block>) =>
    change({ blocks: blocks.map((block, at) => (at === index ? { ...block, ...fields } : block)) });
  const move = (index: number, to: number) => {
    const next = [...blocks];
    const [block] = next.splice(index, 1);
    if (block) next.splice(to, 0, block);
    change({ blocks: next });
  };
  const general = problem("/blocks");
  return (
    <Fieldset legend={t("blocks")}>
      <Text size="sm" c="dimmed">
        {t("blocksHelp")}
      </Text>
      {blocks.map((block, index) => {
        const number = index + 1;
        return (
          // A block has no name of its own while its code is being written.
          // biome-ignore lint/suspicious/noArrayIndexKey: the place is what is edited
          <Paper key={index} p="sm" role="group" aria-label={t("block", { number })}>
            <Group justify="space-between" mb="xs">
              <Text size="sm" fw={600}>
                {t("block", { number })}
              </Text>
              <Group gap={4}>
                <ActionIcon
                  variant="default"
                  size={30}
                  aria-label={t("up", { number })}
                  disabled={index === 0}
                  onClick={() => move(index, index - 1)}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  size={30}
                  aria-label={t("down", { number })}
                  disabled={index === blocks.length - 1}
                  onClick={() => move(index, index + 1)}
                >
                  <IconArrowDown size={16} />
                </ActionIcon>
                <ActionIcon
                  variant="default"
                  size={30}
                  aria-label={t("removeBlock", { number })}
                  onClick={() => change({ blocks: blocks.filter((_, at) => at !== index) })}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </Group>
            </Group>
            <SimpleGrid cols={{ base: 1, sm: 3 }}>
              <TextInput
                label={t("blockCode")}
                value={block.code}
                error={problem(`/blocks/${index}/code`)}
                onChange={(event) => put(index, { code: event.currentTarget.value.trim() })}
              />
              <MultiSelect
                label={t("blockTypes")}
                value={block.types}
                error={problem(`/blocks/${index}/types`)}
                data={types.map(({ code }) => ({ value: code ?? "", label: look(code ?? "").label }))}
                onChange={(chosen) => put(index, { types: chosen })}
              />
              <NumberInput
                label={t("blockLimit")}
                value={block.limit ?? 6}
                error={problem(`/blocks/${index}/limit`)}
                allowDecimal={false}
                onChange={(limit) => put(index, { limit: Number(limit) })}
              />
            </SimpleGrid>
          </Paper>
        );
      })}
      {general && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {general}
        </Text>
      )}
      <Group>
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() =>
            change({ blocks: [...blocks, { code: `block_${blocks.length + 1}`, types: [], limit: 6 }] })
          }
        >
          {t("addBlock")}
        </Button>
      </Group>
    </Fieldset>
  );
}
