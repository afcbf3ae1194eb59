// Sets the color scheme before the first paint; a file of its own because the content security policy has no inline scripts.
(() => {
  const stored = localStorage.getItem('mantine-color-scheme-value');
  const scheme =
    stored === 'light' || stored === 'dark'
      ? stored
      : matchMedia('(prefers-color-scheme: dark)').matches
        ? 'dark'
        : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
