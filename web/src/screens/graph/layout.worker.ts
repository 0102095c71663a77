import { type LayoutQuestion, place } from "./layout";

/** Computes places beside the page, so that typing and scrolling never wait for it. */
self.onmessage = ({ data }: MessageEvent<{ turn: number; question: LayoutQuestion }>) => {
  self.postMessage({ turn: data.turn, places: place(data.question) });
};
