/** Style properties that a figure's shapes and texts get from the style sheet. */
const COPIED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-weight'];

/** Puts a figure on the clipboard as it looks here: an SVG with its own colors, or a PNG of twice its size. */
export async function copyFigure(svg: SVGSVGElement, format: 'svg' | 'png'): Promise<void> {
  const text = standalone(svg);
  if (format === 'svg') return navigator.clipboard.writeText(text);
  const png = await rasterize(text, Number(svg.getAttribute('width')), Number(svg.getAttribute('height')));
  return navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [...svg.querySelectorAll<SVGElement>('rect, path, text')];
  for (const [index, shape] of [...copy.querySelectorAll<SVGElement>('rect, path, text')].entries()) {
    const style = getComputedStyle(originals[index] as SVGElement);
    for (const name of COPIED) shape.setAttribute(name, style.getPropertyValue(name));
    shape.removeAttribute('class');
  }
  // What a link or a group holds stands for itself: addresses of this page mean nothing elsewhere.
  for (const part of copy.querySelectorAll('a, g')) part.replaceWith(...part.childNodes);
  copy.removeAttribute('class');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('font-family', 'ui-monospace, Menlo, Consolas, monospace');
  return new XMLSerializer().serializeToString(copy);
}

async function rasterize(text: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no image'))), 'image/png'),
  );
}
