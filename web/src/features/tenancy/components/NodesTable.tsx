import type { InstanceHealth } from '@/api/types';
import { StatusBadge } from '@/components/StatusBadge';
import { When } from '@/components/When';
import classes from './NodesTable.module.css';

/** The host processes of the instance. They come and go by themselves. */
export function NodesTable({ nodes }: { nodes: InstanceHealth['nodes'] }) {
  return (
    <ul className={classes.nodes}>
      {nodes.map((node) => (
        <li key={node.id}>
          <span className={classes.name}>
            <code>{node.id}</code>
            {node.isThis && <span className="dimmed"> answers you</span>}
          </span>
          <StatusBadge status={node.state} />
          <span className="dimmed">
            Started <When at={node.startedAt} />
          </span>
          <span className="dimmed">Revision {node.applied.toLocaleString('en')}</span>
        </li>
      ))}
    </ul>
  );
}
