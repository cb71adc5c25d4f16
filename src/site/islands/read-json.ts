/** What a script beside a JSON file calls with the file's content. */
const RECEIVER = 'idolRegistryJson';

/** Reads a JSON file of this site. Pages from a disk may not fetch: there, a script beside the file gives the same. */
export async function readJson(address: string): Promise<unknown> {
  if (location.protocol !== 'file:') {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status}`);
    return response.json();
  }
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    Object.assign(globalThis, { [RECEIVER]: resolve });
    script.addEventListener('error', () => reject(new Error('the script is not there')));
    script.src = `${address}.js`;
    document.head.append(script);
  });
}
