const DAY = 86_400_000;

/** `31 Jan 2027`, as the organization's calendar has it. */
export function formatDate(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone }).format(new Date(iso));
}

/** `31 Jan 2027, 10:00 CET`. */
export function formatDateTime(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(iso));
}

/** `10:00`, in the organization's zone. */
export function formatTime(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(
    new Date(iso),
  );
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * DAY],
  ['month', 30 * DAY],
  ['day', DAY],
  ['hour', DAY / 24],
  ['minute', DAY / 1440],
];

/** `in 3 months`, `2 hours ago`, `just now`. Days are kept up to 60, where a month would say too little. */
export function formatRelative(iso: string, now: Date): string {
  const distance = new Date(iso).getTime() - now.getTime();
  const size = Math.abs(distance);
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, length] of STEPS) {
    const least = unit === 'month' ? 60 * DAY : length;
    if (size >= least) return format.format(Math.round(distance / length), unit);
  }
  return 'just now';
}

/** Days until a time, a begun one counting as a day; 0 once it is past. */
export function daysLeft(iso: string, now: Date): number {
  return Math.max(0, Math.ceil((new Date(iso).getTime() - now.getTime()) / DAY));
}

/** True for a calendar date (`2027-01-31`) that there is. */
export const isDate = (text: string | undefined): text is string =>
  /^\d{4}-\d{2}-\d{2}$/.test(text ?? '') && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));

/** The calendar date after another. */
export const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);

/** The first moment of a calendar date (`2027-01-31`) in a time zone, as UTC. */
export const startOfDay = (date: string, timeZone: string): string => instant(`${date}T00:00:00Z`, timeZone);

/** The last second of a calendar date in a time zone, as UTC. */
export const endOfDay = (date: string, timeZone: string): string => instant(`${date}T23:59:59Z`, timeZone);

/** When a time zone's clocks show what UTC's do at another time. */
function instant(shown: string, timeZone: string): string {
  const wanted = Date.parse(shown);
  // The zone's offset is read at the guess, then once more where the first correction crossed a clock change.
  let at = wanted - offsetAt(wanted, timeZone);
  at = wanted - offsetAt(at, timeZone);
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** The calendar date in a time zone, in the form that a date field takes. */
export function dateInZone(at: Date, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return parts.format(at);
}

function offsetAt(at: number, timeZone: string): number {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
