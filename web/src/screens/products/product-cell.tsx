import { ProductPicture } from "~/components/product";
import classes from "./product-cell.module.css";

interface ProductCellProps {
  sku: string;
  name: string;
  imageUrl: string | null | undefined;
  size: number;
  detail: string | undefined;
}

/**
 * A product in the list. The row takes the keys, the link is for the pointer; the screen follows it, because
 * a link of the router in each of fifty rows is felt.
 */
export function ProductCell({ sku, name, imageUrl, size, detail }: ProductCellProps) {
  return (
    <a href={`/products/${encodeURIComponent(sku)}`} data-sku={sku} tabIndex={-1} className={classes.link}>
      <ProductPicture url={imageUrl} name={name} size={size} />
      <span className={classes.words}>
        <span className={classes.name}>{name}</span>
        <span className={classes.sku}>
          {sku}
          {detail && ` · ${detail}`}
        </span>
      </span>
    </a>
  );
}
