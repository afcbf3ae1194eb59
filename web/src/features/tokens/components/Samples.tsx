import { Tabs } from '@mantine/core';
import { CopyButton } from '@/components/CopyButton';
import classes from './Samples.module.css';
import { samplesFor } from './samples';

export function Samples({ organizationId }: { organizationId: string }) {
  const samples = samplesFor({ origin: location.origin, organizationId });
  return (
    <Tabs defaultValue="curl" variant="default">
      <Tabs.List aria-label="Language">
        {samples.map(({ language }) => (
          <Tabs.Tab key={language} value={language}>
            {language}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {samples.map(({ language, code }) => (
        <Tabs.Panel key={language} value={language}>
          <div className={classes.sample}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <section className={classes.code} tabIndex={0} aria-label={`${language} sample`}>
              <pre>{code}</pre>
            </section>
            <div className={classes.copy}>
              <CopyButton value={code} label={`Copy ${language} sample`} />
            </div>
          </div>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
