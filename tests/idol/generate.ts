import fc from 'fast-check';

/** Texts of valid interfaces in many layouts, with comments in all places where a comment may be. */
export const validInterfaces: fc.Arbitrary<string> = fc
  .nat()
  .chain((seed) => fc.constant(new Writer(seed).interface()));

/** Writes one interface; every choice comes from the seed. */
class Writer {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  interface(): string {
    const attribute = this.#chance(8) ? `#![enable(implicit_some${this.#blank()})]${this.#blank()}` : '';
    const name = this.#chance(2) ? `Interface${this.#blank()}` : '';
    const fields = this.#shuffle([
      `name:${this.#blank()}"Fan"`,
      `ops:${this.#blank()}${this.#map(3, () => this.#operation())}`,
    ]);
    return `${this.#blank()}${attribute}${name}(${this.#list(fields)})${this.#blank()}`;
  }

  #operation(): string {
    const fields = [`reply${this.#blank()}:${this.#blank()}${this.#reply()}`];
    if (this.#chance(2)) fields.push(`args: ${this.#map(3, () => this.#attributed())}`);
    if (this.#chance(2)) fields.push(`leases:${this.#blank()}${this.#map(2, () => this.#lease())}`);
    if (this.#chance(2)) fields.push(`doc: ${this.#pick('"Turns."', 'r#"A "raw" one."#', '"two\n  lines"')}`);
    if (this.#chance(3)) fields.push('idempotent: true');
    if (this.#chance(3)) fields.push(`encoding: ${this.#pick('Zerocopy', 'Hubpack', 'Ssmarshal')}`);
    if (this.#chance(9))
      fields.push(`unknown: ${this.#pick('[1, 2.5]', '{ 1: () }', "Foo(a: 'x')", '(1, (2))', 'Foo((a: [1,],))')}`);
    return `(${this.#list(this.#shuffle(fields))})`;
  }

  #reply(): string {
    if (this.#chance(2)) return `Simple(${this.#blank()}${this.#attributed()}${this.#blank()})`;
    const err = this.#pick('CLike("E")', 'Complex("E")', 'ServerDeath');
    return `Result(${this.#list(this.#shuffle([`ok: ${this.#attributed()}`, `err:${this.#blank()}${err}`]))})`;
  }

  #attributed(): string {
    const type = this.#pick('"u8"', '"[u8; 4]"', '"a::B<u8>"');
    if (this.#chance(2)) return type;
    const recv = this.#pick('FromBytes', 'FromPrimitive("u8")', 'From("u32", None)', 'From("u32", Some("f"))');
    return `(${this.#list(this.#shuffle([`type: ${type}`, `recv: ${recv}`]))})`;
  }

  #lease(): string {
    const fields = ['type: "[u8]"', this.#pick('read: true', 'write: true'), 'max_len: Some(0x1_0)'];
    return `(${this.#list(this.#shuffle(fields.slice(0, 1 + this.#below(3))))})`;
  }

  #map(most: number, value: () => string): string {
    const entries = Array.from(
      { length: this.#below(most + 1) },
      (_, index) => `"n${index}"${this.#blank()}:${this.#blank()}${value()}`,
    );
    return `{${this.#list(entries)}}`;
  }

  #list(items: readonly string[]): string {
    const last = items.length > 0 && this.#chance(2) ? `${this.#blank()},` : '';
    return `${this.#blank()}${items.join(`${this.#blank()},${this.#blank()}`)}${last}${this.#blank()}`;
  }

  #blank(): string {
    const blanks = [
      '',
      '',
      ' ',
      ' ',
      '\n',
      '\n\n',
      '\n  ',
      '\n\n\n',
      '// c\n',
      ' // d  \n  // e\n',
      '\n // f\n',
      '/* g */',
      '\n/* h\n */\n',
      '\n\n// i\n\n',
      '\t',
      '\r',
      '\n\r',
      '\r\n',
      '\r\n\r\n',
      '// j\n\r',
      '// k\r\n\r\r\n',
      '// l\r\n',
      '/* m */\r',
      '// n\r\r\n',
    ];
    return this.#pick(...blanks);
  }

  #shuffle(items: readonly string[]): string[] {
    return this.#chance(2) ? [...items].reverse() : [...items];
  }

  #pick(...choices: readonly string[]): string {
    return choices[this.#below(choices.length)] as string;
  }

  #chance(oneIn: number): boolean {
    return this.#below(oneIn) === 0;
  }

  /** The next number of a linear congruential sequence (Numerical Recipes), below `limit`. */
  #below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return (this.#state >>> 8) % limit;
  }
}
