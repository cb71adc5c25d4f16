import { type FormField, groupJson, optionJson } from '../play/form.ts';

let count = 0;

/** Puts the fields of a form into a place, and calls `onChange` with the JSON of what they say. */
export function argumentForm(place: HTMLElement, form: FormField, onChange: (json: string) => void): void {
  const control = controlOf(form, '', () => onChange(control.json()));
  place.replaceChildren(...control.nodes);
}

interface Control {
  readonly nodes: readonly HTMLElement[];
  json(): string;
}

function controlOf(field: FormField, name: string, onChange: () => void): Control {
  switch (field.kind) {
    case 'number':
    case 'text': {
      const input = document.createElement('input');
      input.value = field.value;
      input.inputMode = field.kind === 'number' ? 'decimal' : 'text';
      input.spellcheck = false;
      input.addEventListener('input', onChange);
      // Not every text is JSON: the engine says what is wrong with it.
      const json = () => (field.kind === 'text' ? JSON.stringify(input.value) : input.value.trim() || 'null');
      return { nodes: [labelled(name, input, field.type)], json };
    }
    case 'bool': {
      const select = selectOf(['true', 'false'], onChange);
      return { nodes: [labelled(name, select, 'bool')], json: () => select.value };
    }
    case 'choice':
      return choiceOf(field, name, onChange);
    case 'group': {
      const controls = field.fields.map((one) => controlOf(one, one.name, onChange));
      const nodes = controls.flatMap((control) => control.nodes);
      const json = () =>
        groupJson(
          field,
          controls.map((control) => control.json()),
        );
      if (name === '' || nodes.length === 0) return { nodes, json };
      return { nodes: [fieldset(name, nodes)], json };
    }
    case 'fixed':
      return { nodes: [], json: () => field.json };
    case 'json': {
      const area = document.createElement('textarea');
      area.value = field.json;
      area.rows = Math.min(4, 1 + Math.ceil(field.json.length / 60));
      area.spellcheck = false;
      area.addEventListener('input', onChange);
      return { nodes: [labelled(name, area, `${field.type}, as JSON`)], json: () => area.value };
    }
  }
}

function choiceOf(field: FormField & { kind: 'choice' }, name: string, onChange: () => void): Control {
  const select = selectOf(
    field.options.map((option) => option.name),
    () => {
      showChosen();
      onChange();
    },
  );
  const place = document.createElement('div');
  place.className = 'inner';
  let inner: Control | undefined;
  const chosen = () => field.options[Math.max(0, select.selectedIndex)];
  showChosen();
  return {
    nodes: [labelled(name, select, ''), place],
    json: () => {
      const option = chosen();
      return option ? optionJson(option, inner?.json()) : 'null';
    },
  };

  function showChosen(): void {
    const option = chosen();
    inner = option?.inner && controlOf(option.inner, '', onChange);
    const named =
      inner?.nodes.length === 1 && option?.inner?.kind !== 'group'
        ? [fieldset(option?.name ?? '', inner.nodes)]
        : inner?.nodes;
    place.replaceChildren(...(named ?? []));
  }
}

function selectOf(options: readonly string[], onChange: () => void): HTMLSelectElement {
  const select = document.createElement('select');
  select.append(...options.map((option) => new Option(option, option)));
  select.addEventListener('change', onChange);
  return select;
}

function labelled(name: string, control: HTMLElement, type: string): HTMLElement {
  const label = document.createElement('label');
  control.id = `argument-${++count}`;
  label.htmlFor = control.id;
  const text = document.createElement('span');
  const code = document.createElement('code');
  code.textContent = name || 'value';
  text.append(code, type === '' ? '' : ` ${type}`);
  label.append(text, control);
  return label;
}

function fieldset(name: string, nodes: readonly HTMLElement[]): HTMLElement {
  const set = document.createElement('fieldset');
  const legend = document.createElement('legend');
  legend.textContent = name;
  set.append(legend, ...nodes);
  return set;
}
