import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Card } from '@/components/Card';
import { ErrorNotice } from '@/components/ErrorNotice';
import { listOrganizations } from '../api/list-organizations';
import { SupportEntries } from './SupportEntries';

interface Props {
  organizationId: string | undefined;
  onChoose: (organizationId: string | undefined) => void;
}

/** Finds an organization by its name, and shows its support entries. */
export function OrganizationToSupport({ organizationId, onChoose }: Props) {
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const query = useInfiniteQuery(listOrganizations(q ? { q } : {}));
  const [chosen, setChosen] = useState<{ id: string; name: string }>();
  const found = query.data?.pages.flatMap(({ items }) => items) ?? [];
  // What was chosen stays in the list, whatever is searched for now.
  const organizations = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
  return (
    <>
      <Card
        title="Help an organization"
        description="Nothing of its people and tokens is to be seen from here. Enter it as support where you have to look inside."
      >
        <Select
          label="Organization"
          placeholder="Search by name"
          searchable
          clearable
          nothingFoundMessage={query.isFetching ? 'Searching…' : 'No organization has such a name'}
          // The host has searched already.
          filter={({ options }) => options}
          data={organizations.map(({ id, name }) => ({ value: id, label: name }))}
          value={organizationId ?? null}
          onChange={(id) => {
            setChosen(organizations.find((organization) => organization.id === id));
            onChoose(id ?? undefined);
          }}
          onSearchChange={(text) => setTyped(text === chosen?.name ? '' : text)}
        />
        <ErrorNotice error={query.error} />
      </Card>
      {organizationId && <SupportEntries key={organizationId} organizationId={organizationId} />}
    </>
  );
}
