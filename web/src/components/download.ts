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

interface FilePicker {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
}

/**
 * Asks where a long file is to go, before it is read: straight to the disk where the browser can do that, else by way of its own
 * store. A file that broke off is not kept. Undefined where the person has changed their mind.
 */
export async function chooseDownload(
  name: string,
): Promise<((body: ReadableStream<Uint8Array>) => Promise<void>) | undefined> {
  const { showSaveFilePicker } = window as FilePicker;
  if (!showSaveFilePicker) return async (body) => download(await new Response(body).blob(), name);
  try {
    const handle = await showSaveFilePicker.call(window, { suggestedName: name });
    return async (body) => body.pipeTo(await handle.createWritable());
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') return undefined;
    throw failure;
  }
}
