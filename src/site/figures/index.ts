export * from './byte-map.ts';
export { type Misread, type MisreadField, misreadSvg } from './misread.ts';
export { type NumberColumn, type NumberMap, numberMapSvg } from './number-map.ts';
export { type MappedPair, pairMapSvg } from './pair-map.ts';
export { rulerSvg } from './ruler.ts';
export { stripHtml } from './strip.ts';
