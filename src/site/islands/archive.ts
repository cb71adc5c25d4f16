/** How many files are fetched at once. */
const BATCH = 16;

/**
 * Buttons that save files as one archive. `data-archive` names the element with their sums and paths, as `sha256sum` writes them,
 * `data-name` the archive. The addresses of files have their sums in them: links of the page lead to all.
 */
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-archive]')) {
  button.hidden = false;
  button.addEventListener('click', () => void save(button));
}

async function save(button: HTMLButtonElement): Promise<void> {
  const label = button.textContent;
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[download]')];
  const list = document.getElementById(button.dataset.archive ?? '')?.textContent ?? '';
  const files = list
    .trim()
    .split('\n')
    .map((line) => {
      const [sha256 = '', path = ''] = line.split('  ');
      return { path, sha256, url: links.find(({ href }) => href.includes(`/${sha256}/`))?.href ?? '' };
    });
  button.disabled = true;
  try {
    const { strToU8, zipSync } = await import('fflate');
    const contents: Record<string, Uint8Array> = {};
    for (let at = 0; at < files.length; at += BATCH) {
      button.textContent = `Reading ${at} of ${files.length} files …`;
      await Promise.all(
        files.slice(at, at + BATCH).map(async ({ path, url }) => {
          const response = await fetch(url);
          if (!response.ok) throw new Error(`${path}: the server answers ${response.status}`);
          contents[path] = new Uint8Array(await response.arrayBuffer());
        }),
      );
    }
    contents['sha256sums.txt'] = strToU8(files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join(''));
    const archive = new Uint8Array(zipSync(contents, { mtime: new Date(1980, 0, 1) }));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([archive], { type: 'application/zip' }));
    link.download = button.dataset.name ?? 'interfaces.zip';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    button.textContent = label;
  } catch (error) {
    button.textContent = `Not saved: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    button.disabled = false;
  }
}
