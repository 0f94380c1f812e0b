// src/dataset/file-format/side-text.ts
var SideText = class {
	bytes = Buffer.allocUnsafe(4096);
	length = 0;
	clear() {
		this.length = 0;
	}
	add(text) {
		this.#room(Buffer.byteLength(text));
		this.length += this.bytes.write(text, this.length);
		return this.length;
	}
	addBytes(bytes) {
		this.#room(bytes.length);
		this.bytes.set(bytes, this.length);
		this.length += bytes.length;
		return this.length;
	}
	#room(size) {
		if (this.length + size <= this.bytes.length) return;
		const larger = Buffer.allocUnsafe(2 * (this.length + size));
		this.bytes.copy(larger, 0, 0, this.length);
		this.bytes = larger;
	}
};

// src/dataset/text-batch.ts
var TextBatch = class {
	#columns;
	#text = new SideText();
	#rows = 0;
	#at = 0;
	#start;
	#end;
	#kind;
	constructor(columns) {
		this.#columns = columns;
		this.#start = new Int32Array(columns);
		this.#end = new Int32Array(columns);
		this.#kind = new Uint8Array(columns);
	}
	get rows() {
		return this.#rows;
	}
	get size() {
		return this.#text.length;
	}
	begin() {
		this.#at = this.#rows++ * this.#columns;
		if (this.#at + this.#columns > this.#start.length) this.#grow();
	}
	put(kind, text) {
		this.#kind[this.#at] = kind;
		this.#start[this.#at] = this.#text.length;
		this.#end[this.#at++] = typeof text === "string" ? this.#text.add(text) : this.#text.addBytes(text);
	}
	batch() {
		return {
			bytes: this.#text.bytes,
			rows: this.#rows,
			columns: this.#columns,
			start: this.#start,
			end: this.#end,
			kind: this.#kind,
			line: void 0,
			raw: void 0
		};
	}
	clear() {
		this.#rows = 0;
		this.#text.clear();
	}
	#grow() {
		const size = 2 * (this.#start.length + this.#columns);
		const [start, end, kind] = [
			new Int32Array(size),
			new Int32Array(size),
			new Uint8Array(size)
		];
		start.set(this.#start);
		end.set(this.#end);
		kind.set(this.#kind);
		this.#start = start;
		this.#end = end;
		this.#kind = kind;
	}
};

export { SideText as n, TextBatch as t };