/** What a script beside a JSON file calls with the file's content. */
const RECEIVER = 'idolRegistryJson';

/** One at a time: all scripts call the same receiver. */
let last: Promise<unknown> = Promise.resolve();

/** Reads a JSON file of this site. Pages from a disk may not fetch: there, a script beside the file gives the same. */
export async function readJson(address: string): Promise<unknown> {
  if (location.protocol !== 'file:') {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  }
  const read = () => scriptContent(`${address}.js`);
  const own = last.then(read, read);
  last = own;
  return own;
}

function scriptContent(address: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(globalThis, { [RECEIVER]: resolve });
    script.addEventListener('error', () => reject(new Error('the script is not there')));
    script.src = address;
    document.head.append(script);
  });
}

/** An address of this site as a page from a disk reaches it; the same address anywhere else. */
export function siteAddress(address: string): string {
  if (location.protocol !== 'file:') return address;
  const { base = '/', root = '' } = document.querySelector<HTMLScriptElement>('script[data-root]')?.dataset ?? {};
  if (!address.startsWith(base)) return address;
  return address.replace(base, root).replace(/(^|\/)(?=[?#]|$)/, '$1index.html');
}
