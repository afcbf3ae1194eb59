import { useComputedColorScheme } from '@mantine/core';
import { type AnyApiReferenceConfiguration, ApiReferenceReact } from '@scalar/api-reference-react';
import '@scalar/api-reference-react/style.css';
import { useEffect, useMemo, useRef } from 'react';
import { useSession } from '@/api/use-session';
import { type ApiDocument, toRead } from '../document';
import classes from './Documentation.module.css';

/**
 * The reference by which every endpoint can be tried. Calls go to this host as whoever is signed in, until another token is
 * put in; neither is kept. Whatever would ask another host (fonts, proxy, telemetry, assistants) is off.
 */
export default function Documentation({ document }: { document: ApiDocument }) {
  const session = useSession();
  const colorScheme = useComputedColorScheme('light');
  const signedIn = session.status === 'signed-in' ? session : undefined;
  const accessToken = signedIn?.accessToken ?? '';
  const slug = signedIn?.organization?.slug;

  const configuration = useMemo(
    (): AnyApiReferenceConfiguration => ({
      content: toRead(document, slug) as unknown as Record<string, unknown>,
      servers: [{ url: window.location.origin, description: 'This instance' }],
      authentication: {
        preferredSecurityScheme: 'token',
        securitySchemes: { token: { token: accessToken } },
      },
      persistAuth: false,
      theme: 'none',
      forceDarkModeState: colorScheme,
      hideDarkModeToggle: true,
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
      documentDownloadType: 'direct',
      defaultHttpClient: { targetKey: 'shell', clientKey: 'curl' },
      // Each body is shown where it is used; two hundred more of them take a second to draw.
      hideModels: true,
      showOperationId: true,
      searchHotKey: 'i',
    }),
    [document, slug, accessToken, colorScheme],
  );

  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawn = new MutationObserver(() => root.current && completeForReaders(root.current));
    if (root.current) drawn.observe(root.current, { childList: true, subtree: true });
    return () => drawn.disconnect();
  }, []);

  return (
    <div ref={root} className={classes.root}>
      <ApiReferenceReact configuration={configuration} />
    </div>
  );
}

/** What the reference leaves out: the name of its copy buttons, and a way to scroll its lists by the keyboard. */
function completeForReaders(root: HTMLElement) {
  for (const button of root.querySelectorAll('button[class*="copy-button"]:not([aria-label])')) {
    button.setAttribute('aria-label', 'Copy');
  }
  for (const list of root.querySelectorAll('ul.endpoints:not([tabindex])'))
    list.setAttribute('tabindex', '0');
}
