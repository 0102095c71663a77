import type { Ask } from "./api";

/** A place in short: placement, channel and types by their codes. */
export function askName(ask: Ask | undefined): string {
  if (!ask) return "";
  return [ask.placement, ask.channel, ...(ask.types ?? [])].filter(Boolean).join(" · ");
}
