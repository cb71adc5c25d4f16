import { isIdentifier } from '../../rust/index.ts';
import type { InterfaceCheck } from '../check.ts';
import { toKebabCase, withoutRawMark } from '../name-case.ts';

export const fileName: InterfaceCheck = {
  id: 'file-name',
  severity: 'note',
  summary: 'An interface file is named after its interface, in kebab-case.',
  *find({ source, name }) {
    if (!isIdentifier(name.text)) return;
    const file = source.path.replace(/^.*\//, '');
    const [, stem = file, extension = ''] = /^(.*?)(\.[^.]*)?$/.exec(file) ?? [];
    const expected = toKebabCase(withoutRawMark(name.text));
    if (stem === expected) return;
    yield {
      span: name.span,
      message: `interface \`${name.text}\` is in a file named \`${file}\``,
      note: 'readers look for the file by interface name',
      help: `rename the file to \`${expected}${extension}\`, or the interface`,
    };
  },
};
