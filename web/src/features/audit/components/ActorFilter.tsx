import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '@/api/client';
import { useOrganizationId } from '@/api/use-session';

interface Props {
  actor: { id: string; name: string } | undefined;
  onChange: (actorId: string) => void;
}

/** A person by the beginning of the name; any other actor is chosen from an entry. */
export function ActorFilter({ actor, onChange }: Props) {
  const organizationId = useOrganizationId();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const people = useQuery({
    queryKey: [organizationId, 'people', 'actors', q],
    queryFn: () => unwrap(api.GET('/api/v1/people', { params: { query: { q, limit: 8 } } })),
    enabled: q !== '' && q !== actor?.name,
  });
  const found = (people.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const chosen = actor && !found.some(({ value }) => value === actor.id);
  return (
    <Select
      aria-label="Person"
      placeholder="Anybody"
      searchable
      clearable
      nothingFoundMessage={q === '' ? 'Type a name' : 'Nobody of that name'}
      data={chosen ? [{ value: actor.id, label: actor.name }, ...found] : found}
      value={actor?.id ?? null}
      onSearchChange={setText}
      onChange={(value) => onChange(value ?? '')}
    />
  );
}
