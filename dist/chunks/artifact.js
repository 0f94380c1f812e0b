import { B as NetworkError, I as ArtifactNotFoundError, L as FilesNotFoundError, R as GHESNotSupportedError, V as UsageError, t as DefaultArtifactClient, z as InvalidResponseError } from "./vendor/actions-artifact.js";

export { DefaultArtifactClient };