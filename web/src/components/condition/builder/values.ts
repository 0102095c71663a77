/** The values of a text: one a line, or separated by commas, semicolons and tabs in a single line; each once. */
export function valuesIn(text: string): string[] {
  const lines = text.split(/\r?\n/);
  const isOneLine = lines.filter((line) => line.trim() !== "").length === 1;
  const parts = isOneLine ? text.split(/[,;\t\r\n]/) : lines;
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ""))];
}
