/** Saves a file as if it had been clicked on. */
export function download(file: Blob, name: string) {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it in a moment of its own.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
