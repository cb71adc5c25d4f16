/** Copy buttons: `data-copy` holds a text, `data-copy-figure` asks for the ruler of its figure. Without a clipboard there are none. */
if (navigator.clipboard) {
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    offer(button, () => navigator.clipboard.writeText(button.dataset.copy ?? ''));
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy-figure]')) {
    offer(button, async () => {
      const { copyFigure } = await import('./copy-figure.ts');
      const svg = button.closest('figure')?.querySelector<SVGSVGElement>('svg.ruler');
      if (svg) await copyFigure(svg, button.dataset.copyFigure === 'png' ? 'png' : 'svg');
    });
  }
}

function offer(button: HTMLButtonElement, copy: () => Promise<void>): void {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await copy();
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not allowed';
    }
    setTimeout(() => {
      button.textContent = label;
    }, 1500);
  });
}
