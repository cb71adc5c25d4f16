/** The pages with the engine, from a disk. */
import './identify.ts';
import './playground.ts';
import './try-it.ts';
