import { notifications } from "@mantine/notifications";
import { useCallback } from "react";
import { asProblem } from "~/api/problem";
import { useAnnounce } from "~/app/announce";

/** Does something and says so if it fails. */
export function useAttempt(): (work: () => Promise<void>) => Promise<void> {
  const announce = useAnnounce();
  return useCallback(
    async (work) => {
      try {
        await work();
      } catch (error) {
        const { message } = asProblem(error);
        announce(message);
        notifications.show({ color: "red", message });
      }
    },
    [announce],
  );
}
