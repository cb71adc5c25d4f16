/** The release that a reader chose last, anywhere on the site. It stays in this browser. */
const KEY = 'idol-registry release';

export function rememberedRelease(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function rememberRelease(release: string): void {
  try {
    localStorage.setItem(KEY, release);
  } catch {
    // A browser that keeps nothing asks again.
  }
}
