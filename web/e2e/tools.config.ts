import { defineConfig } from "@playwright/test";
import base from "./playwright.config";

// Not tests: `npm run screenshots` draws the pictures of the documentation, `npm run measure` prints figures.
export default defineConfig({ ...base, testMatch: "**/*.tool.ts", workers: 1, timeout: 600_000, retries: 0 });
