import { type Interface, parseInterface, type Side } from '../../src/idol/index.ts';
import { isIdentifier } from '../../src/rust/index.ts';
import { GENERATIONS, type RustOptions, rustStub, type StubFile } from '../../src/stubs/index.ts';
import { formatDiagnostic, Source } from '../../src/text/index.ts';
import type { Random } from './random.ts';

/** A stub of a random interface, in random style and options, and the interface file that it was made from. */
export interface RandomStub {
  readonly idol: string;
  readonly file: StubFile;
}

/**
 * `count` stubs of random interfaces, each as likely to be narrow as wide: names of one to 45 characters, from none to many arguments and
 * leases, types in types, documentation and lists of callers of every length.
 */
export function randomStubs(count: number, random: Random): RandomStub[] {
  return Array.from({ length: count }, () => {
    const maker = new InterfaceMaker(random);
    const idol = maker.text();
    const { value, diagnostics } = parseInterface(new Source('idl/random.idol', idol));
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    if (value === undefined || errors.length > 0)
      throw new Error(errors.map((one) => formatDiagnostic(one)).join('\n'));
    const side = random.pick<Side>(['client', 'server']);
    const stub = rustStub(value, side, randomOptions(value, random));
    if (stub.value === undefined) throw new Error(stub.diagnostics.map((one) => formatDiagnostic(one)).join('\n'));
    return { idol, file: stub.value };
  });
}

/** `count` random types, as an interface file has them. */
export function randomTypeTexts(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => new InterfaceMaker(random).type());
}

function randomOptions({ operations }: Interface, random: Random): Partial<RustOptions> {
  const restricted = operations.filter(() => random.chance(30));
  const derives = Array.from({ length: random.chance(50) ? 0 : random.below(9) }, () =>
    random.pick([
      'Hash',
      'serde::Serialize',
      'serde::Deserialize',
      'counters::Count',
      'hubpack::SerializedSize',
      'Ord',
    ]),
  );
  const version = `sha256:${'0123456789abcdef'.repeat(4)}`;
  return {
    origin: { generator: 'idol-registry 0.1.0', ...(random.chance(50) && { version }) },
    generation: random.pick(GENERATIONS),
    derives,
    counters: { client: random.chance(40), server: random.chance(40), combineClientErrors: random.chance(30) },
    panics: random.pick(['short', 'named']),
    infallible: random.pick(['result', 'plain']),
    style: random.pick(['InOrder', 'InOrder', 'Pipelined']),
    failServer: random.pick(['when-possible', 'when-possible', 'no']),
    allowedCallers: new Map(
      restricted.map(({ name }) => [
        name.text,
        Array.from({ length: random.below(random.chance(20) ? 60 : 6) }, () =>
          random.below(random.pick([10, 100, 70_000])),
        ),
      ]),
    ),
  };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const PRIMITIVES = ['u8', 'u16', 'u32', 'u64', 'u128', 'usize', 'i32', 'f32', 'bool', '()'];

/** Methods that every server trait has. */
const TRAIT_METHODS = ['recv_source', 'closed_recv_fail'];

class InterfaceMaker {
  readonly #random: Random;
  /** Longest name in this interface: a narrow one is narrow throughout. */
  readonly #longest: number;
  readonly #deepest: number;

  constructor(random: Random) {
    this.#random = random;
    this.#longest = random.pick([4, 10, 16, 22, 30, 45]);
    this.#deepest = random.below(4);
  }

  text(): string {
    const names = new Set(Array.from({ length: 1 + this.#random.below(5) }, () => this.#name()));
    const error = this.#random.chance(40) ? this.#error() : undefined;
    const operations = [...names].map((name) => `        "${name}": (${this.#operation(error)}),`);
    const comment = this.#random.chance(30)
      ? `${this.#lines(3)
          .map((line) => `// ${line}`)
          .join('\n')}\n`
      : '';
    return `${comment}Interface(\n    name: "${this.#camel()}",\n    ops: {\n${operations.join('\n')}\n    },\n)\n`;
  }

  type(): string {
    return this.#type(this.#deepest);
  }

  /** @param shared the error type that all operations have, if they are to have one */
  #operation(shared: string | undefined): string {
    const random = this.#random;
    const encoding = random.pick(['Zerocopy', 'Zerocopy', 'Hubpack', 'Ssmarshal']);
    const idempotent = random.chance(50);
    const names = new Set(Array.from({ length: random.below(random.pick([2, 4, 12, 40])) }, () => this.#name()));
    const [argumentNames, leaseNames] = [
      [...names].filter((_, at) => at % 3 < 2),
      [...names].filter((_, at) => at % 3 === 2),
    ];
    const args = argumentNames.map((name) => `"${name}": ${this.#attributed(encoding)}`);
    const leases = leaseNames.map((name) => `"${name}": ${this.#lease(idempotent)}`);
    const reply = this.#attributed(encoding);
    const error = shared ?? this.#error();
    const parts = [
      random.chance(50) ? `doc: "${this.#lines(4).join('\\n')}"` : '',
      args.length > 0 ? `args: { ${args.join(', ')} }` : '',
      leases.length > 0 ? `leases: { ${leases.join(', ')} }` : '',
      ...(shared === undefined && idempotent && random.chance(40)
        ? [`reply: Simple(${reply})`]
        : [`reply: Result(ok: ${reply}, err: ${this.#errorKind(encoding, idempotent, error, shared !== undefined)})`]),
      `encoding: ${encoding}`,
      idempotent ? 'idempotent: true' : '',
    ];
    return parts.filter((part) => part !== '').join(', ');
  }

  #errorKind(encoding: string, idempotent: boolean, error: string, isShared: boolean): string {
    if (!idempotent && !isShared && this.#random.chance(20)) return 'ServerDeath';
    return encoding === 'Hubpack' && this.#random.chance(50) ? `Complex("${error}")` : `CLike("${error}")`;
  }

  #attributed(encoding: string): string {
    const random = this.#random;
    const type = this.#type(this.#deepest);
    if (encoding !== 'Zerocopy' || random.chance(60)) return `"${type}"`;
    const recv = random.pick([
      `FromPrimitive("${random.pick(['u8', 'u16', 'u32', 'i64'])}")`,
      `From("${this.#type(1)}", None)`,
      `From("${this.#type(1)}", Some("${this.#name()}"))`,
    ]);
    return `(type: "${type}", recv: ${recv})`;
  }

  #lease(idempotent: boolean): string {
    const access = this.#random.pick(['read: true', 'write: true', ...(idempotent ? [] : ['read: true, write: true'])]);
    const type = this.#type(this.#deepest);
    if (this.#random.chance(40)) return `(type: "${type}", ${access})`;
    const limit = this.#random.chance(60) ? `, max_len: Some(${1 + this.#random.below(100_000)})` : '';
    return `(type: "[${type}]", ${access}${limit})`;
  }

  #error(): string {
    return this.#random.chance(70) ? this.#camel() : this.#pathTo(this.#camel());
  }

  #type(depth: number): string {
    const random = this.#random;
    const inner = () => this.#type(depth - 1);
    const list = (least: number) => Array.from({ length: least + random.below(4) }, inner);
    switch (depth <= 0 ? random.below(2) : random.below(11)) {
      case 0:
        return random.pick(PRIMITIVES);
      case 1:
        return random.chance(60) ? this.#camel() : this.#pathTo(this.#camel());
      case 2:
      case 3:
        return `${this.#pathTo(this.#camel())}<${list(1).join(', ')}${random.chance(10) ? `, ${random.below(1000)}` : ''}>`;
      case 4:
        return `[${inner()}; ${this.#length()}]`;
      case 5:
        return `(${list(2).join(', ')})`;
      case 6:
        return `(${inner()},)`;
      case 7:
        return `${random.pick(['&', "&'static ", '&mut ', '*const '])}${inner()}`;
      case 8:
        return `<${inner()} as ${this.#pathTo(this.#camel())}>::${this.#camel()}`;
      case 9:
        return `${this.#camel()}<${random.pick([`{ ${this.#length()} }`, '-1', '7', 'true', "'static"])}, ${inner()}>`;
      default:
        return `Result<${inner()}, ${inner()}>`;
    }
  }

  #length(): string {
    const constant = () => this.#name().toUpperCase();
    return this.#random.pick([
      String(this.#random.below(5000)),
      constant(),
      `${this.#path()}::${constant()}`,
      `${constant()} * ${constant()} + ${this.#random.below(9)}`,
      `(${constant()} + 1) / 2`,
      `1 << (${constant()} % 0x10)`,
      `${constant()} | ${this.#path()}::${constant()} & !${constant()}`,
      `${this.#camel()}::${constant()}.len()`,
      `core::mem::size_of::<${this.#type(1)}>()`,
      `${constant()} as usize`,
    ]);
  }

  #path(): string {
    return Array.from({ length: 1 + this.#random.below(3) }, () => this.#name()).join('::');
  }

  #pathTo(name: string): string {
    return this.#random.chance(50) ? name : `${this.#path()}::${name}`;
  }

  #name(): string {
    const length = 1 + this.#random.below(this.#longest);
    let name = this.#random.pick([...LETTERS]);
    while (name.length < length) {
      name +=
        this.#random.chance(15) && !name.endsWith('_') && name.length < length - 1
          ? '_'
          : this.#random.pick([...LETTERS]);
    }
    return isIdentifier(name) && !TRAIT_METHODS.includes(name) ? name : this.#name();
  }

  #camel(): string {
    const name = this.#name().replace(/_/g, '');
    return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
  }

  #lines(most: number): string[] {
    const words = (count: number) => Array.from({ length: count }, () => this.#name()).join(' ');
    return Array.from({ length: 1 + this.#random.below(most) }, () =>
      this.#random.chance(15) ? '' : words(1 + this.#random.below(this.#random.pick([3, 12, 30]))),
    );
  }
}
