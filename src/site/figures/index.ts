export * from './byte-map.ts';
export { rulerSvg } from './ruler.ts';
export { stripHtml } from './strip.ts';
