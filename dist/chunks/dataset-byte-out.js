// src/dataset/byte-out.ts
const chunk = 1 << 18;
var ByteOut = class {
	bytes;
	at = 0;
	constructor(size = chunk) {
		this.bytes = Buffer.allocUnsafe(size);
	}
	room(size) {
		if (this.at + size <= this.bytes.length) return;
		const larger = Buffer.allocUnsafe(2 * (this.at + size));
		this.bytes.copy(larger, 0, 0, this.at);
		this.bytes = larger;
	}
	get full() {
		return this.at >= 258048;
	}
	take() {
		const taken = this.bytes.subarray(0, this.at);
		this.bytes = Buffer.allocUnsafe(chunk);
		this.at = 0;
		return taken;
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
		this.bytes[this.at] = value >> 8;
		this.bytes[this.at + 1] = value;
		this.at += 2;
	}
	int32(value) {
		this.room(4);
		const { bytes, at } = this;
		bytes[at] = value >> 24;
		bytes[at + 1] = value >> 16;
		bytes[at + 2] = value >> 8;
		bytes[at + 3] = value;
		this.at = at + 4;
	}
	int64(value) {
		this.int32(Math.floor(value / 4294967296));
		this.int32(value);
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
		let digits = 1;
		for (let power = 10; power <= value; power *= 10) digits++;
		if (digits < least) digits = least;
		let rest = value | 0;
		for (let at = this.at + digits - 1; at >= this.at; at--) {
			const tenth = rest / 10 | 0;
			this.bytes[at] = 48 + rest - tenth * 10;
			rest = tenth;
		}
		this.at += digits;
	}
};

export { ByteOut as t };