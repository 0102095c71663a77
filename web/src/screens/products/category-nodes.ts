import type { CategoryNode, FacetValue } from "./api";
import { FACET_VALUES_MAX } from "./api";

/** A category in the tree. */
export interface TreeNode {
  path: string;
  name: string;
  /** Products under the other conditions; undefined where the API did not count so far down. */
  count: number | undefined;
  children: TreeNode[];
}

/**
 * The tree of all categories with the counts of the list at hand. The API counts the fullest
 * categories only: where it left some out, what it does not name is unknown, otherwise it is 0.
 */
export function categoryTree(nodes: CategoryNode[], counted: FacetValue[]): TreeNode[] {
  const counts = new Map(counted.map(({ value, count }) => [value, count]));
  const rest = counted.length < FACET_VALUES_MAX ? 0 : undefined;
  const paths = [...new Set([...nodes.map(({ path }) => path), ...counts.keys()])].sort();
  const roots: TreeNode[] = [];
  const byPath = new Map<string, TreeNode>();
  for (const path of paths) {
    const cut = path.lastIndexOf("/");
    const parent = cut < 0 ? undefined : byPath.get(path.slice(0, cut));
    const name = parent ? path.slice(cut + 1) : path;
    const node: TreeNode = { path, name, count: counts.get(path) ?? rest, children: [] };
    byPath.set(path, node);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

/** The paths that lead down to chosen ones, so that these can be seen. */
export function waysTo(chosen: string[]): Set<string> {
  const found = new Set<string>();
  for (const path of chosen)
    for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) found.add(path.slice(0, at));
  return found;
}

/** Only what has the words in its path, with what lies above it. */
export function searchTree(nodes: TreeNode[], words: string): TreeNode[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return nodes;
  return nodes.flatMap((node) => {
    if (node.name.toLowerCase().includes(wanted)) return [node];
    const children = searchTree(node.children, words);
    return children.length > 0 ? [{ ...node, children }] : [];
  });
}
