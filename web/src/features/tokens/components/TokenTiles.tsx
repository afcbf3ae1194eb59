import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useOrganizationId } from '@/api/use-session';
import { countTokens } from '../api/list-tokens';
import classes from './TokenTiles.module.css';

const TILES = [
  ['active', 'Active tokens'],
  ['expiring', 'Expire within 30 days'],
  ['expired', 'Expired'],
  ['revoked', 'Revoked'],
] as const;

export function TokenTiles() {
  return (
    <ul className={classes.root}>
      {TILES.map(([status, label]) => (
        <li key={status}>
          <Tile status={status} label={label} />
        </li>
      ))}
    </ul>
  );
}

function Tile({ status, label }: { status: string; label: string }) {
  const query = useQuery(countTokens(useOrganizationId(), status));
  return (
    <Link to="/tokens" search={{ status }} className={classes.tile} data-status={status}>
      <span className={classes.label}>{label}</span>
      <span className={classes.number}>
        {query.isPending ? <Skeleton height={28} width={36} /> : (query.data ?? '–')}
      </span>
    </Link>
  );
}
