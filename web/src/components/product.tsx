import { Box, Group, Stack, Text } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./product.module.css";

interface PictureProps {
  url: string | null | undefined;
  name: string;
  size?: number;
}

/** Words of a name that say nothing. */
function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => /\p{L}/u.test(word));
  const letters = words.slice(0, 2).map((word) => Array.from(word)[0] ?? "");
  return letters.join("").toUpperCase();
}

/** A product's picture, or a quiet placeholder of the same size with its initials. */
export function ProductPicture({ url, name, size = 40 }: PictureProps) {
  const [failed, setFailed] = useState<string | null>(null);
  const shown = url && failed !== url ? url : null;
  return (
    <Box className={classes.picture} w={size} h={size} aria-hidden>
      {shown ? (
        <img src={shown} alt="" width={size} height={size} loading="lazy" onError={() => setFailed(shown)} />
      ) : initials(name) ? (
        <span style={{ fontSize: Math.round(size * 0.36) }}>{initials(name)}</span>
      ) : (
        <IconPhoto size={Math.round(size * 0.5)} />
      )}
    </Box>
  );
}

interface ProductLineProps {
  sku: string;
  name?: string | null | undefined;
  imageUrl?: string | null | undefined;
  size?: number;
  /** What stands after the SKU. */
  detail?: React.ReactNode;
}

/** A product in a row: picture, name, SKU. */
export function ProductLine({ sku, name, imageUrl, size = 40, detail }: ProductLineProps) {
  return (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <ProductPicture url={imageUrl} name={name ?? sku} size={size} />
      <Stack gap={0} miw={0}>
        <Text size="sm" fw={550} className={classes.name}>
          {name ?? sku}
        </Text>
        <Text size="xs" c="dimmed" component="div">
          {sku}
          {detail !== undefined && <> · {detail}</>}
        </Text>
      </Stack>
    </Group>
  );
}
