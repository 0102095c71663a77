import type { components } from "./schema";

/** Short names for the documents of the API. */
type Schemas = components["schemas"];
export type Product = Schemas["Product"];
export type Relation = Schemas["Relation"];
export type RelationType = Schemas["RelationType"];
export type Recommendations = Schemas["Recommendations"];
export type RecommendationItem = Schemas["RecommendationItem"];
export type Reason = Schemas["Reason"];
export type Channel = Schemas["Channel"];
export type Placement = Schemas["Placement"];
export type AuditEntry = Schemas["AuditEntry"];
export type Coverage = Schemas["Coverage"];
export type Import = Schemas["Import"];
export type ImportReport = Schemas["ImportReport"];
export type Job = Schemas["Job"];
