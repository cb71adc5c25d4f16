/** Pointing at a task or an interface of a graph leaves only its own lines strong. */
for (const graph of document.querySelectorAll<SVGSVGElement>('.graph svg')) {
  graph.addEventListener('pointerover', (event) => {
    const key = (event.target as Element).closest<SVGElement>('[data-key]')?.dataset.key;
    graph.classList.toggle('focused', key !== undefined);
    for (const path of graph.querySelectorAll<SVGElement>('[data-keys]')) {
      path.classList.toggle('lit', key !== undefined && (path.dataset.keys ?? '').split(' ').includes(key));
    }
  });
  graph.addEventListener('pointerleave', () => graph.classList.remove('focused'));
}
