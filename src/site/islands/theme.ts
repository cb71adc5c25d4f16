/** The theme button: system, light, dark, and round again. The choice stays in this browser. */
const order = ['system', 'light', 'dark'] as const;
type Theme = (typeof order)[number];

const button = document.querySelector<HTMLButtonElement>('[data-theme-button]');
if (button) {
  show(chosen());
  button.hidden = false;
  button.addEventListener('click', () => {
    const next = order[(order.indexOf(chosen()) + 1) % order.length] as Theme;
    try {
      if (next === 'system') localStorage.removeItem('theme');
      else localStorage.setItem('theme', next);
    } catch {
      // Storage may be forbidden; the choice then lasts for this page.
    }
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    show(next);
  });
}

function chosen(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function show(theme: Theme): void {
  button?.setAttribute('aria-label', `Theme: ${theme}`);
  button?.setAttribute('title', `Theme: ${theme}`);
}
