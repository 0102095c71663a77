/** From this width on there is room for lanes and search side by side. */
export const WIDE = "(min-width: 75em)";
