import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./app/global.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/query";
import { Announcer } from "./app/announce";
import { createAppRouter } from "./app/router";
import { cssVariables, theme } from "./app/theme";
import { UndoProvider } from "./app/undo";
import { LanguageProvider } from "./i18n";

// The server lets only those style elements in that carry the number it drew for this page.
const nonce = document.querySelector<HTMLMetaElement>("meta[name=style-nonce]")?.content ?? "";
setNonce(nonce);

const client = createQueryClient();
const router = createAppRouter(client);
// The screen of this address comes while its frame is drawn.
void router.load();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          defaultColorScheme="auto"
          getStyleNonce={() => nonce}
        >
          <QueryClientProvider client={client}>
            <Announcer>
              <Notifications position="bottom-right" limit={3} />
              <UndoProvider>
                <RouterProvider router={router} />
              </UndoProvider>
            </Announcer>
          </QueryClientProvider>
        </MantineProvider>
      </LanguageProvider>
    </StrictMode>,
  );
}
