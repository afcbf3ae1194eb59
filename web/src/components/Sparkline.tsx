import classes from './Sparkline.module.css';

const WIDTH = 84;
const HEIGHT = 22;

/** A row of small bars, the last one now. What it says in words is its title. */
export function Sparkline({ values, title }: { values: readonly number[]; title: string }) {
  const most = Math.max(...values, 1);
  const step = WIDTH / values.length;
  return (
    <svg
      className={classes.root}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={title}
    >
      <title>{title}</title>
      {values.map((value, index) => {
        const height = value === 0 ? 1 : Math.max(2, (value / most) * HEIGHT);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={index}
            data-empty={value === 0 || undefined}
            x={index * step}
            y={HEIGHT - height}
            width={step - 1.5}
            height={height}
            rx={0.75}
          />
        );
      })}
    </svg>
  );
}
