// src/adapters/database/network-meanings.ts
const connection = "database/connection";
const networkMeanings = {
	ECONNREFUSED: {
		code: connection,
		retryable: true,
		help: "Check the host and the port, and that the server runs"
	},
	ENOTFOUND: {
		code: connection,
		help: "Check the host name of the connection"
	},
	EAI_AGAIN: {
		code: connection,
		retryable: true
	},
	ECONNRESET: {
		code: connection,
		retryable: true
	},
	EPIPE: {
		code: connection,
		retryable: true
	},
	ETIMEDOUT: {
		code: connection,
		retryable: true
	}
};

export { networkMeanings as t };