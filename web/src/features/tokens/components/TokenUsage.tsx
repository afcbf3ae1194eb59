import { SegmentedControl, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOrganizationId } from '@/api/use-session';
import { BarChart } from '@/components/BarChart';
import { Card } from '@/components/Card';
import { formatDate, formatDateTime } from '@/components/dates';
import { ErrorNotice } from '@/components/ErrorNotice';
import { useTimeZone } from '@/components/time-zone';
import { When } from '@/components/When';
import { getTokenUsage, type UsagePeriod } from '../api/get-token-usage';
import classes from './TokenUsage.module.css';

const HOUR = 3_600_000;
const PERIODS = {
  day: { label: '24 hours', by: 'hour', length: 24 * HOUR },
  month: { label: '30 days', by: 'day', length: 30 * 24 * HOUR },
  year: { label: '12 months', by: 'day', length: 365 * 24 * HOUR },
} as const;

const SERIES = [
  { name: 'Answered', tone: 'good' },
  { name: 'Rate limited', tone: 'warn' },
  { name: 'Refused', tone: 'bad' },
] as const;

/** How much a token is used, by whom and for what. */
export function TokenUsage({ tokenId }: { tokenId: string }) {
  const [chosen, setChosen] = useState<keyof typeof PERIODS>('month');
  const timeZone = useTimeZone();
  const query = useQuery(getTokenUsage(useOrganizationId(), tokenId, periodOf(chosen)));
  const usage = query.data;
  return (
    <Card
      title="Use"
      description={usage && `${usage.total.toLocaleString('en')} requests`}
      actions={
        <SegmentedControl
          aria-label="Period"
          size="xs"
          data={Object.entries(PERIODS).map(([value, { label }]) => ({ value, label }))}
          value={chosen}
          onChange={(value) => setChosen(value as keyof typeof PERIODS)}
        />
      }
    >
      <ErrorNotice error={query.error} />
      {query.isPending && <Skeleton height={200} />}
      {usage && usage.total === 0 && <span className="dimmed">Nobody used it in this time.</span>}
      {usage && usage.total > 0 && (
        <div className="stack">
          <BarChart
            title="Requests over time, by outcome"
            series={SERIES}
            bars={usage.series.map(({ at, total, outcomes }) => {
              const answered = outcomes.ok ?? 0;
              const limited = outcomes.rateLimited ?? 0;
              return {
                label:
                  PERIODS[chosen].by === 'hour'
                    ? formatDateTime(at, timeZone).slice(-10, -4).trim()
                    : formatDate(at, timeZone).replace(/ \d{4}$/, ''),
                values: [answered, limited, total - answered - limited],
              };
            })}
          />
          <div className="two">
            <Ranking
              title="Endpoints"
              rows={usage.endpoints.map(({ endpoint, requests }) => ({ name: endpoint, requests }))}
            />
            <Ranking
              title="Addresses"
              rows={usage.addresses.map(({ address, requests, lastSeenAt }) => ({
                name: address,
                requests,
                lastSeenAt,
              }))}
            />
          </div>
        </div>
      )}
    </Card>
  );
}

interface RankingProps {
  title: string;
  rows: { name: string; requests: number; lastSeenAt?: string | null }[];
}

function Ranking({ title, rows }: RankingProps) {
  return (
    <div>
      <h3 className={classes.title}>{title}</h3>
      <ol className={classes.rows}>
        {rows.slice(0, 10).map(({ name, requests, lastSeenAt }) => (
          <li key={name}>
            <span className={classes.name}>
              <code>{name}</code>
              {lastSeenAt && (
                <small className="dimmed">
                  last <When at={lastSeenAt} />
                </small>
              )}
            </span>
            <span>{requests.toLocaleString('en')}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Whole hours or days up to and with the current one, so that the same question is asked until it ends. */
function periodOf(chosen: keyof typeof PERIODS): UsagePeriod {
  const { by, length } = PERIODS[chosen];
  const unit = by === 'hour' ? HOUR : 24 * HOUR;
  const to = (Math.floor(Date.now() / unit) + 1) * unit;
  const iso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
  return { from: iso(to - length), to: iso(to), by };
}
