/** SKUs as people paste them: one a line, or with commas, semicolons or tabs between them; each once. */
export function parseSkus(text: string): string[] {
  const parts = text.split(/[\n\r\t,;]+/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ""))];
}

export function printSkus(skus: string[]): string {
  return skus.join("\n");
}
