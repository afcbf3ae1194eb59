import { Button, Skeleton, UnstyledButton } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { Page } from '@/api/types';
import classes from './DataTable.module.css';
import { ErrorState } from './ErrorState';

export interface Column<T> {
  key: string;
  header: string;
  cell: (row: T) => ReactNode;
  /** The name that the server sorts by. */
  sort?: string;
  width?: string;
  align?: 'end';
}

interface Props<T> {
  /** What the rows are, for people who hear the page: “Tokens”. */
  label: string;
  columns: Column<T>[];
  query: UseInfiniteQueryResult<InfiniteData<Page<T>>>;
  rowKey: (row: T) => string;
  onOpen?: (row: T) => void;
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
  empty: ReactNode;
}

/**
 * The one list of the product. The rows are one stop of the Tab key; the arrow keys move between them, Enter opens.
 * On a phone each row becomes a card with its column names beside the values.
 */
export function DataTable<T>({ label, columns, query, rowKey, onOpen, sort, onSort, empty }: Props<T>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [current, setCurrent] = useState(0);

  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }

  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? null;
  if (!query.isPending && rows.length === 0) return empty;

  function onKeyDown(event: KeyboardEvent<HTMLTableRowElement>, index: number, row: T) {
    const target = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 }[event.key];
    if (target !== undefined) {
      const next = body.current?.children[target] as HTMLElement | undefined;
      if (!next) return;
      event.preventDefault();
      setCurrent(target);
      next.focus();
    } else if (event.key === 'Enter' && event.target === event.currentTarget) {
      event.preventDefault();
      onOpen?.(row);
    }
  }

  return (
    <div className={classes.root} aria-busy={query.isFetching}>
      <table className={classes.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {query.isPending
            ? Array.from({ length: 8 }, (_, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
                <tr key={index} className={classes.skeleton}>
                  {columns.map((column) => (
                    <td key={column.key}>
                      <Skeleton height={12} width={column.align === 'end' ? 32 : '70%'} radius="xs" />
                    </td>
                  ))}
                </tr>
              ))
            : rows.map((row, index) => (
                <tr
                  key={rowKey(row)}
                  className={onOpen ? classes.openable : undefined}
                  tabIndex={onOpen ? (index === Math.min(current, rows.length - 1) ? 0 : -1) : undefined}
                  onFocus={() => setCurrent(index)}
                  onKeyDown={(event) => onKeyDown(event, index, row)}
                  onClick={(event) => {
                    if (!(event.target as HTMLElement).closest('a, button, input')) onOpen?.(row);
                  }}
                >
                  {columns.map((column) => (
                    <td key={column.key} data-label={column.header} data-align={column.align}>
                      {column.cell(row)}
                    </td>
                  ))}
                </tr>
              ))}
        </tbody>
      </table>
      {!query.isPending && (
        <div className={classes.footer}>
          <span>
            {total !== null && total > rows.length ? `${rows.length} of ${total}` : `${rows.length} shown`}
          </span>
          {query.hasNextPage && (
            <Button
              variant="default"
              size="xs"
              loading={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              Show more
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

interface HeaderProps<T> {
  column: Column<T>;
  sort: string | undefined;
  onSort: ((sort: string | undefined) => void) | undefined;
}

function HeaderCell<T>({ column, sort, onSort }: HeaderProps<T>) {
  if (!column.sort || !onSort) {
    return (
      <th scope="col" data-align={column.align} style={{ width: column.width }}>
        {column.header}
      </th>
    );
  }
  const ascending = sort === column.sort;
  const descending = sort === `-${column.sort}`;
  const next = ascending ? `-${column.sort}` : descending ? undefined : column.sort;
  const Icon = ascending ? IconArrowUp : descending ? IconArrowDown : IconArrowsSort;
  return (
    <th
      scope="col"
      data-align={column.align}
      style={{ width: column.width }}
      aria-sort={ascending ? 'ascending' : descending ? 'descending' : 'none'}
    >
      <UnstyledButton
        className={classes.sort}
        data-active={ascending || descending || undefined}
        onClick={() => onSort(next)}
      >
        {column.header}
        <Icon size={13} aria-hidden />
      </UnstyledButton>
    </th>
  );
}
