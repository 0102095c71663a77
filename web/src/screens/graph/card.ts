/** Where the top left corner of a card is. */
export interface Point {
  x: number;
  y: number;
}

/** Every card has this size, so that nothing has to be measured. */
export const CARD = { width: 224, height: 84 };
