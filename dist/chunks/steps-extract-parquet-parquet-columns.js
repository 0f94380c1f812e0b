import { o as parquetMetadataAsync, s as parquetSchema } from "./vendor/hyparquet.js";
import { t as fieldKind } from "./dataset-batch.js";
import { t as ByteOut } from "./dataset-file-format-byte-out.js";
import { t as compressors$1 } from "./vendor/hyparquet-compressors.js";
import { V as Failure } from "./dataset-fields-print-number.js";
import { t as fileFailure } from "./steps-file-failure.js";
import { open } from "node:fs/promises";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";

// src/steps/extract/parquet/exact-schema.ts
const raw = (value) => value;
const parsers = {
	timestampFromMilliseconds: raw,
	timestampFromMicroseconds: raw,
	timestampFromNanoseconds: raw,
	dateFromDays: raw,
	stringFromBytes: raw,
	jsonFromBytes: raw,
	geometryFromBytes: raw,
	geographyFromBytes: raw,
	uuidFromBytes: raw
};
const said = /* @__PURE__ */ new WeakMap();
function asSaid(element) {
	return said.get(element) ?? element;
}
function exactSchema(schema) {
	return schema.map((element) => {
		const { converted_type: converted, logical_type: logical, ...rest } = element;
		const nested = logical?.type === "LIST" || logical?.type === "MAP" ? logical.type : void 0;
		if (nested !== void 0 && converted === void 0) return {
			...element,
			converted_type: nested
		};
		if (!isPutAside(converted ?? logical?.type)) return element;
		const bare = rest;
		said.set(bare, element);
		return bare;
	});
}
function isPutAside(annotation) {
	return annotation === "DECIMAL" || annotation === "INTERVAL" || annotation === "BSON";
}

// src/steps/extract/parquet/parquet-file.ts
const magic = "PAR1";
const compressors = {
	...compressors$1,
	GZIP: (input) => gunzipSync(input),
	ZSTD: (input) => zstdDecompressSync(input),
	BROTLI: (input) => brotliDecompressSync(input)
};
async function openParquetFile({ path, label }) {
	const handle = await opened(path, label);
	try {
		const { size } = await handle.stat();
		const buffer = {
			byteLength: size,
			slice: (start, end = size) => readSlice(handle, start, end)
		};
		await requireMagic(buffer, label);
		const metadata = await undamaged(label, () => parquetMetadataAsync(buffer, {
			geoparquet: false,
			parsers
		}));
		return {
			label,
			buffer,
			metadata: {
				...metadata,
				schema: exactSchema(metadata.schema)
			},
			[Symbol.asyncDispose]: () => handle.close()
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}
async function opened(path, label) {
	try {
		return await open(path);
	} catch (error) {
		throw fileFailure(error, label);
	}
}
async function readSlice(handle, start, end) {
	const bytes = new Uint8Array(Math.max(end - start, 0));
	const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
	if (bytesRead < bytes.length) throw new RangeError("it ends before what it says it holds");
	return bytes.buffer;
}
async function requireMagic(buffer, label) {
	const size = buffer.byteLength;
	const head = Buffer.from(await buffer.slice(0, Math.min(size, 4))).toString("latin1");
	const tail = Buffer.from(await buffer.slice(Math.max(size - 4, 0))).toString("latin1");
	if (head === magic && tail === magic && size >= 12) return;
	if (head === "PARE" || tail === "PARE") throw new Failure("parquet/damaged", `"${label}" is an encrypted Parquet file, which is not read`);
	if (head === magic) throw new Failure("parquet/damaged", `"${label}" is cut off: a whole Parquet file ends in "${magic}"`);
	throw new Failure("parquet/damaged", `"${label}" is no Parquet file: it begins with ${JSON.stringify(head)}`, { help: "Check the address or the path; CSV is read by `csv:`, JSON by `json:` or `ndjson:`" });
}
async function undamaged(label, work) {
	try {
		return await work();
	} catch (cause) {
		if (cause instanceof Failure) throw cause;
		const said = cause instanceof Error ? cause.message.replace(/^parquet /u, "") : String(cause);
		throw new Failure("parquet/damaged", `"${label}" cannot be read as Parquet: ${said}`, { cause });
	}
}

// src/steps/extract/parquet/put-time.ts
function putDate(out, days) {
	const shifted = days + 719468;
	const era = Math.floor(shifted / 146097);
	const dayOfEra = shifted - era * 146097;
	const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
	const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
	const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
	const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
	const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
	if (year < 0) out.byte(45);
	out.whole(Math.abs(year), 4);
	out.byte(45);
	out.whole(month, 2);
	out.byte(45);
	out.whole(day, 2);
}
function putTimestamp(out, units, shape) {
	const perDay = 86400n * 10n ** BigInt(shape.digits);
	let day = units / perDay;
	let rest = units % perDay;
	if (rest < 0n) {
		rest += perDay;
		day -= 1n;
	}
	putDate(out, Number(day));
	out.byte(84);
	putTime(out, rest, shape);
}
function putTime(out, units, { digits, zoned }) {
	const perSecond = 10n ** BigInt(digits);
	const seconds = Number(units / perSecond);
	const fraction = Number(units % perSecond);
	out.whole(Math.floor(seconds / 3600), 2);
	out.byte(58);
	out.whole(Math.floor(seconds / 60) % 60, 2);
	out.byte(58);
	out.whole(seconds % 60, 2);
	out.byte(46);
	out.whole(fraction, digits);
	if (zoned) out.byte(90);
}
function putDuration(out, { months, days, milliseconds }) {
	const seconds = (milliseconds / 1e3).toFixed(3);
	out.ascii(`P${months}M${days}DT${seconds}S`);
}

// src/steps/extract/parquet/leaf.ts
function leafOf(element) {
	const { type, converted_type: converted, logical_type: logical } = asSaid(element);
	switch (type) {
		case "BOOLEAN": return {
			type: { type: "boolean" },
			kind: fieldKind.true,
			put: putBoolean
		};
		case "INT32":
		case "INT64": return integerLeaf(asSaid(element));
		case "INT96": return timestampLeaf(9, false);
		case "FLOAT":
		case "DOUBLE": return real;
		case "BYTE_ARRAY":
			if (converted === "DECIMAL" || logical?.type === "DECIMAL") return decimalLeaf(asSaid(element));
			if (converted === "UTF8" || converted === "ENUM" || logical?.type === "STRING" || logical?.type === "ENUM") return text(putText);
			if (converted === "JSON" || logical?.type === "JSON") return json;
			return text(putHex);
		case "FIXED_LEN_BYTE_ARRAY":
			if (converted === "DECIMAL" || logical?.type === "DECIMAL") return decimalLeaf(asSaid(element));
			if (logical?.type === "UUID") return text(putUuid);
			if (logical?.type === "FLOAT16") return real;
			return text(converted === "INTERVAL" || logical?.type === "INTERVAL" ? putInterval : putHex);
		case void 0:
		default: throw new TypeError(`"${element.name}" has the type ${String(type)}, which is not known`);
	}
}
function integerLeaf(element) {
	const { converted_type: converted, logical_type: logical } = element;
	if (converted === "DECIMAL" || logical?.type === "DECIMAL") return decimalLeaf(element);
	if (converted === "DATE" || logical?.type === "DATE") return {
		type: { type: "date" },
		kind: fieldKind.string,
		put: (out, value) => putDate(out, numberOf(value))
	};
	if (logical?.type === "TIMESTAMP") return timestampLeaf(digitsOf(logical.unit), logical.isAdjustedToUTC);
	if (converted === "TIMESTAMP_MILLIS") return timestampLeaf(3, true);
	if (converted === "TIMESTAMP_MICROS") return timestampLeaf(6, true);
	if (logical?.type === "TIME") return timeLeaf(digitsOf(logical.unit), logical.isAdjustedToUTC);
	if (converted === "TIME_MILLIS") return timeLeaf(3, true);
	if (converted === "TIME_MICROS") return timeLeaf(6, true);
	if (!(logical?.type === "INTEGER" ? !logical.isSigned : converted?.startsWith("UINT") === true)) return {
		type: { type: "integer" },
		kind: fieldKind.number,
		put: putInteger
	};
	if (element.type === "INT64") return {
		type: {
			type: "decimal",
			precision: 20,
			scale: 0
		},
		kind: fieldKind.number,
		put: (out, value) => out.ascii(String(BigInt.asUintN(64, bigintOf(value))))
	};
	return {
		type: { type: "integer" },
		kind: fieldKind.number,
		put: (out, value) => out.ascii(String(numberOf(value) >>> 0))
	};
}
function digitsOf(unit) {
	return unit === "MILLIS" ? 3 : unit === "MICROS" ? 6 : 9;
}
function timestampLeaf(digits, zoned) {
	return {
		type: {
			type: "timestamp",
			zoned,
			scale: digits
		},
		kind: fieldKind.string,
		put: (out, value) => putTimestamp(out, bigintOf(value), {
			digits,
			zoned
		})
	};
}
function timeLeaf(digits, zoned) {
	return text((out, value) => putTime(out, bigintOf(value), {
		digits,
		zoned
	}));
}
function decimalLeaf({ precision = 38, scale = 0 }) {
	return {
		type: {
			type: "decimal",
			precision,
			scale
		},
		kind: fieldKind.number,
		put: (out, value) => {
			const unscaled = value instanceof Uint8Array ? signedOf(value) : bigintOf(value);
			const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
			const whole = digits.slice(0, digits.length - scale);
			const sign = unscaled < 0n ? "-" : "";
			out.ascii(scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(-scale)}`);
		}
	};
}
const real = {
	type: { type: "real" },
	kind: fieldKind.number,
	put: (out, value) => out.ascii(String(value instanceof Uint8Array ? float16(value) : numberOf(value)))
};
const json = {
	type: { type: "json" },
	kind: fieldKind.bare,
	put: putText
};
function text(put) {
	return {
		type: { type: "text" },
		kind: fieldKind.string,
		put
	};
}
function putBoolean(out, value) {
	if (typeof value !== "boolean") throw new TypeError("a value is no boolean");
	out.ascii(value ? "true" : "false");
}
function putInteger(out, value) {
	if (typeof value === "number" && value >= 0) out.whole(value);
	else out.ascii(String(bigintOf(value)));
}
function putText(out, value) {
	if (!(value instanceof Uint8Array)) {
		const bytes = bytesOf(value);
		out.copy(bytes, 0, bytes.length);
		return;
	}
	const size = value.length;
	out.room(size);
	const { bytes, at } = out;
	if (size > 48) bytes.set(value, at);
	else for (let i = 0; i < size; i++) bytes[at + i] = value[i] ?? 0;
	out.at = at + size;
}
function putHex(out, value) {
	out.ascii(bytesOf(value).toString("hex"));
}
function putUuid(out, value) {
	out.ascii(bytesOf(value).toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.*)$/u, "$1-$2-$3-$4-$5"));
}
function putInterval(out, value) {
	const bytes = bytesOf(value);
	putDuration(out, {
		months: bytes.readUInt32LE(0),
		days: bytes.readUInt32LE(4),
		milliseconds: bytes.readUInt32LE(8)
	});
}
function bytesOf(value) {
	if (typeof value === "string") return Buffer.from(value);
	if (!(value instanceof Uint8Array)) throw new TypeError("a value is no text");
	return Buffer.from(value.buffer, value.byteOffset, value.length);
}
function numberOf(value) {
	if (typeof value !== "number") throw new TypeError("a value is no number");
	return value;
}
function bigintOf(value) {
	if (typeof value === "bigint") return value;
	return BigInt(numberOf(value));
}
function signedOf(bytes) {
	if (bytes.length === 0) return 0n;
	const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
	return BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`));
}
function float16(bytes) {
	const [low = 0, high = 0] = bytes;
	const exponent = high >> 2 & 31;
	const fraction = (high & 3) << 8 | low;
	const sign = high >> 7 === 0 ? 1 : -1;
	if (exponent === 31) return fraction === 0 ? sign * 1e400 : NaN;
	return exponent === 0 ? sign * fraction * 2 ** -24 : sign * 2 ** (exponent - 25) * (1024 + fraction);
}

// src/steps/extract/parquet/nested-json.ts
function jsonOf(tree) {
	const one = jsonOfOne(tree);
	if (tree.element.repetition_type !== "REPEATED") return one;
	return (value) => listJson(value, one);
}
function jsonOfOne(tree) {
	const { children, element } = tree;
	const [inner] = children;
	if (element.logical_type?.type === "VARIANT") return variantJson;
	if (inner === void 0) return leafJson(leafOf(element));
	if (element.converted_type === "LIST" && children.length === 1) {
		const items = inner.children.length === 1 ? inner.children[0] : void 0;
		const one = items === void 0 ? jsonOfOne(inner) : jsonOf(items);
		return (value) => listJson(value, one);
	}
	if (element.converted_type === "MAP" && inner.children.length === 2) return mapJson(inner);
	const fields = children.map((child) => [child.element.name, jsonOf(child)]);
	return (value) => {
		if (value === null || value === void 0) return "null";
		return `{${fields.map(([name, toJson]) => `${JSON.stringify(name)}:${toJson(fieldOf(value, name))}`).join(",")}}`;
	};
}
function fieldOf(value, name) {
	if (typeof value !== "object" || value === null) throw new TypeError(`"${name}" is asked of what is no object`);
	return Reflect.get(value, name);
}
function listJson(value, one) {
	if (value === null || value === void 0) return "null";
	if (typeof value !== "object") throw new TypeError("a value is no list");
	return `[${elementsOf(value).map((each) => one(each)).join(",")}]`;
}
function elementsOf(value) {
	if (Array.isArray(value)) return value;
	if (value instanceof BigInt64Array || value instanceof BigUint64Array) return [...value];
	if (value instanceof Int32Array || value instanceof Float64Array || value instanceof Float32Array) return [...value];
	throw new TypeError("a value is no list");
}
function mapJson(pair) {
	const item = pair.children.find(({ element }) => element.name === "value") ?? pair.children[1];
	const toJson = item === void 0 ? String : jsonOf(item);
	return (value) => {
		if (value === null || value === void 0) return "null";
		if (typeof value !== "object") throw new TypeError("a value is no map");
		return `{${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${toJson(each)}`).join(",")}}`;
	};
}
function leafJson(leaf) {
	const out = new ByteOut(64);
	const isText = leaf.kind === fieldKind.string;
	return (value) => {
		if (value === null || value === void 0) return "null";
		out.at = 0;
		leaf.put(out, value);
		const text = out.bytes.toString("utf8", 0, out.at);
		return isText || leaf.kind === fieldKind.number && !/\d/u.test(text) ? JSON.stringify(text) : text;
	};
}
function variantJson(value) {
	if (typeof value === "bigint") return String(value);
	if (Array.isArray(value)) return `[${value.map(variantJson).join(",")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
	if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("hex"));
	return `{${Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}:${variantJson(each)}`).join(",")}}`;
}

// src/steps/extract/parquet/parquet-columns.ts
function parquetColumns(file) {
	return undamaged(file.label, () => {
		const root = parquetSchema(file.metadata);
		return root.children.map((tree) => columnOf(root, tree));
	});
}
function columnOf(root, tree) {
	const { name, repetition_type: repetition } = tree.element;
	const notNull = repetition === "REQUIRED" ? { notNull: true } : {};
	const path = [root, tree];
	if (tree.children.length > 0 || repetition === "REPEATED") return {
		column: {
			name,
			type: "json",
			...notNull
		},
		path,
		kind: fieldKind.json,
		toJson: jsonOf(tree)
	};
	const leaf = leafOf(tree.element);
	return {
		column: {
			name,
			...leaf.type,
			...notNull
		},
		path,
		kind: leaf.kind,
		leaf
	};
}

export { parsers as a, undamaged as i, compressors as n, openParquetFile as r, parquetColumns as t };