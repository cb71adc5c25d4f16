/** What works on pages from a disk, as one classic script: browsers block modules and workers there. */
import './theme.ts';
import './copy.ts';
import './ruler.ts';
import './search.ts';
import './stack.ts';
