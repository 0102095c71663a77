//! Cycle laws and quality of the typed relation graph.
//!
//! Relations of one type form a directed graph whose nodes are *families*: a parent with its
//! variants, or a product that stands alone. What a circle in it means is the type's *cycle law*:
//! `strict` types have none, `order` types have none that applies as a whole somewhere at some
//! time, `warn` types report them, `free` types do not care.
//!
//! ```text
//!   new edge A -> B          is there a way from B back to A?
//!
//!        A ────────► B       one edge, the graph in a database:   check_edge
//!        ▲           │         frontier by frontier, a query each
//!        │           ▼
//!        D ◄──────── C       many edges, the graph in memory:     TypeGraph
//!      (web)       (app)       an order of all nodes proves most edges at once
//!
//!   whole graph, afterwards: strongly_connected, mutual_pairs, shortest_circle
//!   whole shop, for people:  Quality -> Findings with proposed repairs
//! ```
//!
//! In the picture a circle of an `order` type does not count: no channel shows both C -> D and
//! D -> A. The search carries what scopes and windows along a path have in common and gives up a
//! path when nothing is left. Segments never keep two edges apart, since a customer can be in both.
//!
//! Every search is iterative and bounded by a number of visits; past it the answer is
//! [`Verdict::Unproven`], never a slow one. A refusal names the circle, and no circle through the
//! edge is shorter.
//!
//! Nothing here does I/O, reads a clock or draws random numbers.

mod adjacency;
mod component;
mod cycle_check;
mod edge;
mod order_list;
mod order_search;
mod quality;
mod type_graph;

pub use component::{mutual_pairs, shortest_circle, strongly_connected};
pub use cycle_check::check_edge;
pub use edge::{Edge, Verdict};
pub use quality::{
    BasePrice, FINDINGS_PER_CODE_MAX, Finding, Findings, ProductFacts, Quality, RelationFacts, Repair,
    TermsFacts,
};
pub use type_graph::{LostEdge, TypeGraph};
