import { Anchor, type AnchorProps } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

interface ProductLinkProps extends AnchorProps {
  sku: string;
  tabIndex?: number;
  draggable?: boolean;
  children: ReactNode;
}

/** A link to the workbench of a product. */
export function ProductLink({ sku, ...rest }: ProductLinkProps) {
  return (
    <Anchor renderRoot={(props) => <Link to="/products/$sku" params={{ sku }} {...props} />} {...rest} />
  );
}
