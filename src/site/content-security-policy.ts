import { createHash } from 'node:crypto';

/** Runs before the first paint, so that a chosen theme does not flash in the other one. The only script inside a page. */
export const THEME_SCRIPT = `try{const t=localStorage.getItem('theme');if(t)document.documentElement.dataset.theme=t}catch{}`;

const themeHash = createHash('sha256').update(THEME_SCRIPT).digest('base64');

/**
 * What a page may load and run: files of this site and the theme script. Documentation of a tree is foreign text; should any of
 * it ever reach a page as markup, it cannot run or load anything.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `script-src 'self' 'sha256-${themeHash}'`,
  "style-src 'self'",
  // A figure is copied as an image by way of `data:`.
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');
