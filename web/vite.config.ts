import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// `npm run dev` talks to a server that was started by hand.
const server = process.env.RELATA_SERVER ?? "http://127.0.0.1:8080";
const outDir = process.env.RELATA_WEB_OUT ?? "dist";

/** Puts each text also packed beside itself, so that the server never packs anything. */
function packed(): Plugin {
  return {
    name: "packed",
    apply: "build",
    // Only what was built is there to pack: a build that failed says itself why.
    writeBundle() {
      const folder = join(outDir, "assets");
      for (const name of readdirSync(folder)) {
        if (!/\.(js|css|svg)$/.test(name)) continue;
        const text = readFileSync(join(folder, name));
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
        };
        writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text, { params }));
        writeFileSync(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), packed()],
  resolve: { alias: { "~": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2022",
    // Nothing inline: the server's content policy refuses it.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // A request costs more than some bytes that a screen does not need: the frame is one file, what
          // several screens share another. The one never needs the other, nor both a screen: no circles.
          groups: [
            { name: "frame", tags: ["$initial"], priority: 1 },
            { name: "parts", minShareCount: 3 },
          ],
        },
      },
    },
    // What the licences of the packages in the bundle ask for.
    license: { fileName: "assets/licenses.md" },
  },
  server: { proxy: { "/v1": server, "/docs": server, "/openapi.json": server } },
});
