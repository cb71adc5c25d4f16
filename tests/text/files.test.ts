import { expect, test } from 'vitest';
import { filesOf } from '../../src/text/index.ts';

const PATHS = ['a.rs', 'a/b.rs', 'a/b/c.rs', 'a/d.toml', 'a-b/e.rs', 'a.b/f.rs', 'a0/g.rs', 'aa/h.rs', 'z.rs'];

test('a list has the paths below a folder, and none of folders that begin alike', () => {
  const files = filesOf(Object.fromEntries(PATHS.map((path) => [path, ''])));
  for (const folder of ['', 'a', 'a/b', 'a-b', 'a.b', 'a0', 'aa', 'b', 'zz']) {
    for (const suffix of ['', '.rs', '.toml']) {
      const wanted = PATHS.filter((path) => path.startsWith(folder && `${folder}/`) && path.endsWith(suffix));
      expect(files.list(folder, suffix)).toEqual(wanted.sort());
    }
  }
});
