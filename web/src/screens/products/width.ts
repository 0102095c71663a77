/** From this width on the conditions stand beside the list. */
export const WIDE = "(min-width: 1100px)";
