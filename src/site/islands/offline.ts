/** What works on pages from a disk, as one classic script: browsers block modules and workers there. */
import './theme.ts';
import './copy.ts';
import './graph.ts';
import './matrix.ts';
import './news.ts';
import './products.ts';
import './release-picker.ts';
import './ruler.ts';
import './search.ts';
import './stack.ts';

/** Links that are made in the browser lead to folders; from a disk, that is a list of files. */
document.addEventListener('click', ({ target }) => {
  const link = target instanceof Element ? target.closest('a') : null;
  if (link?.protocol === 'file:' && link.pathname.endsWith('/')) link.pathname += 'index.html';
});
