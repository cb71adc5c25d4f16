/**
 * `node tests/bench/scale.ts`: how the time from files to layouts grows with the tree. The first size is that of the real tree.
 */
import { measure } from './measure.ts';

const [base, ...larger] = measure([45, 180, 720]);
if (base) {
  console.log('interfaces  milliseconds  per interface  times the first');
  for (const { interfaces, milliseconds } of [base, ...larger]) {
    const columns = [
      String(interfaces).padStart(10),
      milliseconds.toFixed(0).padStart(12),
      (milliseconds / interfaces).toFixed(2).padStart(13),
      (milliseconds / base.milliseconds).toFixed(1).padStart(15),
    ];
    console.log(columns.join('  '));
  }
}
