import { argumentForm } from './argument-form.ts';
import type { Engine } from './engine.ts';

/** The form of a call: arguments and reply as JSON, or bytes to decode. */
export interface CallForm {
  readonly form: HTMLFormElement;
  /** Shows an operation with sample values. */
  show(operation: number): Promise<void>;
}

/**
 * @param schema absolute address of a version's document; without it, the schema of the last analysis
 * @param target name of the machine
 */
export function callForm(form: HTMLFormElement, engine: Engine, target: () => string, schema?: string): CallForm {
  const [args, bytes] = ['args', 'bytes'].map((name) => form.elements.namedItem(name) as HTMLTextAreaElement) as [
    HTMLTextAreaElement,
    HTMLTextAreaElement,
  ];
  const reply = form.elements.namedItem('reply') as HTMLSelectElement;
  const output = form.querySelector('output') as HTMLOutputElement;
  const where = () => ({ target: target(), ...(schema !== undefined && { schema }) });
  let operation = 0;
  let last = 0;
  form.addEventListener('submit', (event) => event.preventDefault());
  args.addEventListener('input', call);
  reply.addEventListener('change', call);
  const code = form.elements.namedItem('code') as HTMLInputElement;
  for (const field of [bytes, code]) field.addEventListener('input', decode);

  async function show(number: number): Promise<void> {
    operation = number;
    const answer = await engine.ask({ kind: 'samples', operation, ...where() });
    if (answer.kind !== 'samples' || number !== operation) return;
    args.value = answer.args;
    argumentForm(form.querySelector('[data-arguments]') as HTMLElement, answer.form, (json) => {
      args.value = json;
      bytes.value = '';
      call();
    });
    args.rows = Math.min(12, answer.args.split('\n').length + 1);
    reply.replaceChildren(...answer.replies.map(({ name, json }) => new Option(name, json)));
    bytes.value = '';
    await call();
  }

  async function call(): Promise<void> {
    await put(engine.ask({ kind: 'call', operation, args: args.value, reply: reply.value, ...where() }));
  }

  async function decode(): Promise<void> {
    if (bytes.value.trim() === '') return call();
    const returned = code.value.trim() === '' ? {} : { code: Number(code.value) };
    await put(engine.ask({ kind: 'decode', operation, bytes: bytes.value, ...returned, ...where() }));
  }

  async function put(asked: ReturnType<Engine['ask']>): Promise<void> {
    const turn = ++last;
    const answer = await asked;
    if (turn !== last) return;
    if (answer.kind === 'shown') output.innerHTML = answer.html;
    else output.textContent = 'The engine could not be loaded.';
  }

  return { form, show };
}
