import { ActionIcon, Box, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { categoriesQuery } from "~/api/products";
import { ProblemAlert } from "~/components/problem-alert";
import { defineTexts, useTexts } from "~/i18n";
import type { FacetValue } from "./api";
import { categoryTree, searchTree, type TreeNode, waysTo } from "./category-nodes";
import { FacetGroup, FacetLine } from "./facet-list";

const texts = defineTexts({
  en: { title: "Category", find: "Find a category", open: "Open {name}", close: "Close {name}" },
  de: { title: "Kategorie", find: "Kategorie finden", open: "{name} aufklappen", close: "{name} zuklappen" },
});

/** From so many categories on there is a field to find one. */
const SEARCH_FROM = 12;
/** Lines of one level; beyond, a category is found by its name. */
const LINES_MAX = 60;

interface CategoryFacetProps {
  counted: FacetValue[];
  chosen: string[];
  onToggle: (path: string) => void;
}

/** The tree of categories, to tick. */
export function CategoryFacet({ counted, chosen, onToggle }: CategoryFacetProps) {
  const t = useTexts(texts);
  const { data, error } = useQuery(categoriesQuery);
  const [text, setText] = useState("");
  const [opened, setOpened] = useState<Set<string>>(new Set());
  const tree = useMemo(() => categoryTree(data?.items ?? [], counted), [data, counted]);
  const found = useMemo(() => searchTree(tree, text), [tree, text]);
  const ways = useMemo(() => waysTo(chosen), [chosen]);
  const isOpen = (path: string) => opened.has(path) !== (ways.has(path) || text.trim() !== "");
  const turn = (path: string) => {
    const next = new Set(opened);
    if (!next.delete(path)) next.add(path);
    setOpened(next);
  };
  if (error) return <ProblemAlert error={error} />;
  if (!data) return <Skeleton height={180} />;
  if (tree.length === 0) return null;
  return (
    <FacetGroup title={t("title")}>
      {data.items.length > SEARCH_FROM && (
        <TextInput
          size="xs"
          value={text}
          aria-label={t("find")}
          placeholder={t("find")}
          leftSection={<IconSearch size={14} aria-hidden />}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      <Level nodes={found} chosen={chosen} isOpen={isOpen} onTurn={turn} onToggle={onToggle} />
    </FacetGroup>
  );
}

interface LevelProps {
  nodes: TreeNode[];
  chosen: string[];
  isOpen: (path: string) => boolean;
  onTurn: (path: string) => void;
  onToggle: (path: string) => void;
}

function Level({ nodes, chosen, isOpen, onTurn, onToggle }: LevelProps) {
  const t = useTexts(texts);
  return (
    <Stack gap={2}>
      {nodes.slice(0, LINES_MAX).map(({ path, name, count, children }) => (
        <Box key={path}>
          <Group gap={6} wrap="nowrap" align="flex-start">
            {children.length > 0 ? (
              <ActionIcon
                size={24}
                variant="subtle"
                color="gray"
                aria-expanded={isOpen(path)}
                aria-label={t(isOpen(path) ? "close" : "open", { name })}
                onClick={() => onTurn(path)}
              >
                {isOpen(path) ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
              </ActionIcon>
            ) : (
              <Box w={24} style={{ flex: "none" }} />
            )}
            <Box flex={1} miw={0} pt={3}>
              <FacetLine
                label={name}
                count={count}
                checked={chosen.includes(path)}
                onToggle={() => onToggle(path)}
              />
            </Box>
          </Group>
          {children.length > 0 && isOpen(path) && (
            <Box pl="md">
              <Level nodes={children} chosen={chosen} isOpen={isOpen} onTurn={onTurn} onToggle={onToggle} />
            </Box>
          )}
        </Box>
      ))}
    </Stack>
  );
}
