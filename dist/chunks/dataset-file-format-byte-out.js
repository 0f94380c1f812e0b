// src/dataset/file-format/byte-out.ts
const chunk = 1 << 18;
var ByteOut = class {
	bytes;
	view;
	at = 0;
	#chunk;
	#spare;
	constructor(size = chunk) {
		this.#chunk = size;
		this.bytes = Buffer.allocUnsafe(size);
		this.view = viewOf(this.bytes);
	}
	room(size) {
		if (this.at + size <= this.bytes.length) return;
		const larger = Buffer.allocUnsafe(2 * (this.at + size));
		this.bytes.copy(larger, 0, 0, this.at);
		this.bytes = larger;
		this.view = viewOf(larger);
	}
	get full() {
		return this.at >= this.#chunk - 4096;
	}
	take() {
		const taken = this.bytes.subarray(0, this.at);
		this.bytes = this.#spare ?? Buffer.allocUnsafeSlow(this.#chunk);
		this.#spare = void 0;
		this.view = viewOf(this.bytes);
		this.at = 0;
		return taken;
	}
	give({ buffer }) {
		if (buffer.byteLength >= this.#chunk) this.#spare = Buffer.from(buffer);
	}
	byte(value) {
		if (this.at === this.bytes.length) this.room(1);
		this.bytes[this.at++] = value;
	}
	ascii(text) {
		this.room(text.length);
		const { bytes } = this;
		let { at } = this;
		for (let i = 0; i < text.length; i++) bytes[at++] = text.charCodeAt(i);
		this.at = at;
	}
	int16(value) {
		this.room(2);
		this.view.setInt16(this.at, value);
		this.at += 2;
	}
	int32(value) {
		this.room(4);
		this.view.setInt32(this.at, value);
		this.at += 4;
	}
	int64(value) {
		this.room(8);
		this.view.setInt32(this.at, Math.floor(value / 4294967296));
		this.view.setInt32(this.at + 4, value);
		this.at += 8;
	}
	copy(from, start, size) {
		this.room(size);
		const { bytes } = this;
		if (size > 48) {
			from.copy(bytes, this.at, start, start + size);
			this.at += size;
		} else {
			let at = this.at;
			for (let i = 0; i < size; i++) bytes[at++] = from[start + i] ?? 0;
			this.at = at;
		}
	}
	whole(value, least = 1) {
		this.room(16 + least);
		if (value >= 2147483647) return this.ascii(String(value).padStart(least, "0"));
		const { bytes, at: from } = this;
		const digits = Math.max(least, digitsOf(value));
		let rest = value | 0;
		let at = from + digits;
		for (; at > from + 1; at -= 2) {
			const hundredth = rest / 100 | 0;
			const pair = rest - hundredth * 100 << 1;
			bytes[at - 1] = pairs[pair + 1] ?? 0;
			bytes[at - 2] = pairs[pair] ?? 0;
			rest = hundredth;
		}
		if (at > from) bytes[from] = 48 + rest;
		this.at = from + digits;
	}
};
function viewOf({ buffer, byteOffset, length }) {
	return new DataView(buffer, byteOffset, length);
}
const pairs = Uint8Array.from({ length: 200 }, (_, at) => {
	const value = at >> 1;
	return 48 + (at % 2 === 0 ? Math.floor(value / 10) : value % 10);
});
function digitsOf(value) {
	if (value < 1e4) return value < 100 ? value < 10 ? 1 : 2 : value < 1e3 ? 3 : 4;
	if (value < 1e8) {
		if (value < 1e6) return value < 1e5 ? 5 : 6;
		return value < 1e7 ? 7 : 8;
	}
	return value < 1e9 ? 9 : 10;
}

export { viewOf as n, ByteOut as t };