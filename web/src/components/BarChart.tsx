import { useId } from 'react';
import classes from './BarChart.module.css';

export interface Bar {
  label: string;
  /** One value for each of the series. */
  values: readonly number[];
}

interface Props {
  /** What is shown, for people who hear the page. */
  title: string;
  series: readonly { name: string; tone: 'good' | 'warn' | 'bad' | 'quiet' }[];
  bars: readonly Bar[];
}

const WIDTH = 960;
const HEIGHT = 180;
const LEFT = 44;
const BOTTOM = 22;
const count = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** Stacked bars over time. The same numbers are in a table for whoever does not see them. */
export function BarChart({ title, series, bars }: Props) {
  const tableId = useId();
  const most = ceiling(Math.max(...bars.map(total), 1));
  const step = (WIDTH - LEFT) / Math.max(bars.length, 1);
  const height = (value: number) => (value / most) * (HEIGHT - BOTTOM - 8);
  const every = Math.ceil(bars.length / 8);

  return (
    <figure className={classes.root}>
      <ul className={classes.legend} aria-hidden>
        {series.map(({ name, tone }) => (
          <li key={name} data-tone={tone}>
            {name}
          </li>
        ))}
      </ul>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={title} aria-describedby={tableId}>
        {[0, most / 2, most].map((value) => {
          const y = HEIGHT - BOTTOM - height(value);
          return (
            <g key={value} className={classes.line}>
              <line x1={LEFT} x2={WIDTH} y1={y} y2={y} />
              <text x={LEFT - 8} y={y + 4} textAnchor="end">
                {count.format(value)}
              </text>
            </g>
          );
        })}
        {bars.map((bar, index) => {
          const x = LEFT + index * step;
          let top = HEIGHT - BOTTOM;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            <g key={index}>
              <title>
                {`${bar.label}: ${series.map(({ name }, at) => `${name} ${bar.values[at] ?? 0}`).join(', ')}`}
              </title>
              <rect x={x} y={0} width={step} height={HEIGHT - BOTTOM} className={classes.hit} />
              {series.map(({ name, tone }, at) => {
                const part = height(bar.values[at] ?? 0);
                top -= part;
                return (
                  <rect
                    key={name}
                    x={x + step * 0.14}
                    y={top}
                    width={step * 0.72}
                    height={part}
                    data-tone={tone}
                  />
                );
              })}
              {index % every === 0 && (
                <text x={x + step / 2} y={HEIGHT - 6} textAnchor="middle" className={classes.label}>
                  {bar.label}
                </text>
              )}
            </g>
          );
        })}
      </svg>
      <table className="visually-hidden" id={tableId}>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bars
            .filter((bar) => total(bar) > 0)
            .map((bar) => (
              <tr key={bar.label}>
                <th scope="row">{bar.label}</th>
                {series.map(({ name }, at) => (
                  <td key={name}>{bar.values[at] ?? 0}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </figure>
  );
}

const total = (bar: Bar) => bar.values.reduce((sum, value) => sum + value, 0);

/** The next of 2, 4, 10, 20, 40, 100, …: its half is a round number too. */
function ceiling(value: number): number {
  let power = 1;
  for (;;) {
    for (const factor of [2, 4, 10]) if (value <= factor * power) return factor * power;
    power *= 10;
  }
}
