import { IconApi } from '@tabler/icons-react';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import type { Page } from '@/api/types';
import { Card } from '@/components/Card';
import { CopyButton } from '@/components/CopyButton';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { ListToolbar } from '@/components/ListToolbar';
import { apiDocument, type Endpoint, endpointsOf, findEndpoints } from '../document';
import classes from './ApiUrls.module.css';

/** Every endpoint on one page: there are some hundred of them. */
const endpoints = infiniteQueryOptions({
  queryKey: [...apiDocument.queryKey, 'endpoints'],
  queryFn: async ({ client }): Promise<Page<Endpoint>> => {
    const items = endpointsOf(await client.ensureQueryData(apiDocument));
    return { items, nextCursor: null, total: items.length };
  },
  initialPageParam: undefined,
  getNextPageParam: () => undefined,
});

const COLUMNS: Column<Endpoint>[] = [
  {
    key: 'method',
    header: 'Method',
    width: '90px',
    cell: ({ method }) => (
      <span className={classes.method} data-method={method}>
        {method}
      </span>
    ),
  },
  {
    key: 'path',
    header: 'Path',
    cell: ({ method, path }) => (
      <span className={classes.path}>
        <code>{path}</code>
        <CopyButton value={`${window.location.origin}${path}`} label={`Copy the URL of ${method} ${path}`} />
      </span>
    ),
  },
  {
    key: 'permission',
    header: 'Permission',
    cell: ({ permission }) => <code className={classes.permission}>{permission}</code>,
  },
  { key: 'summary', header: 'What it does', cell: ({ summary }) => summary },
];

interface Props {
  q: string | undefined;
  onSearch: (q: string | undefined) => void;
  onOpen: (endpoint: Endpoint) => void;
}

export function ApiUrls({ q, onSearch, onOpen }: Props) {
  const query = useInfiniteQuery({
    ...endpoints,
    select: (data) => ({
      ...data,
      pages: data.pages.map((page) => {
        const items = findEndpoints(page.items, q ?? '');
        return { ...page, items, total: items.length };
      }),
    }),
  });
  return (
    <Card flush>
      <ListToolbar
        searchLabel="Search by path, permission or what it does"
        q={q}
        onSearch={onSearch}
        filtered={Boolean(q)}
        onClear={() => onSearch(undefined)}
      />
      <DataTable
        label="API URLs"
        columns={COLUMNS}
        query={query}
        rowKey={({ id }) => id}
        onOpen={onOpen}
        empty={
          <EmptyState icon={<IconApi />} title="No endpoint like that">
            Search for a part of the path, such as tokens, for a permission, such as people:write, or for what
            you want to do.
          </EmptyState>
        }
      />
    </Card>
  );
}
