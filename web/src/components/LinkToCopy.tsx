import { CopyButton } from './CopyButton';
import classes from './LinkToCopy.module.css';

/** A link for somebody else, with its copy button. */
export function LinkToCopy({ url }: { url: string }) {
  return (
    <div className={classes.link}>
      <code>{url}</code>
      <CopyButton value={url} label="Copy link" withLabel />
    </div>
  );
}
