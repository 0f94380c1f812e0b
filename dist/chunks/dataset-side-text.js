// src/dataset/side-text.ts
var SideText = class {
	bytes = Buffer.allocUnsafe(4096);
	length = 0;
	clear() {
		this.length = 0;
	}
	add(text) {
		const size = Buffer.byteLength(text);
		if (this.length + size > this.bytes.length) {
			const larger = Buffer.allocUnsafe(2 * (this.length + size));
			this.bytes.copy(larger, 0, 0, this.length);
			this.bytes = larger;
		}
		this.length += this.bytes.write(text, this.length);
		return this.length;
	}
};

export { SideText as t };