/** The mark of the header on a square: 0100 1001, the letter I. */
export function GET(): Response {
  const cells = [...'01001001'].map((bit, index) => {
    const x = 2 + (index % 4) * 7.25;
    const y = 8.5 + Math.floor(index / 4) * 7.75;
    return `<rect x="${x}" y="${y}" width="6" height="6.5" fill="${bit === '1' ? '#ffd02e' : '#4d5660'}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#14181c"/>${cells.join('')}</svg>`;
  return new Response(svg);
}
