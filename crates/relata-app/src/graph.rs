use relata_api::{
    GraphCycle, GraphCyclesDocument, GraphDocument, GraphEdge, GraphNode, GraphPathDocument, LeftOut,
};
use relata_engine::{Circle, FoundPath, Link, Neighbourhood, NeighbourhoodQuery, Node};
use relata_model::{ChannelCode, Direction, Problem, ProblemCode, Sku, TypeCode};

use crate::coverage::check_known;
use crate::product_card::card_document;
use crate::selection::{Products, named_at};
use crate::{App, AppError};

impl App {
    /// What lies around some products, as of all writes acknowledged before.
    pub fn neighbourhood(
        &self,
        query: &NeighbourhoodQuery,
        channel: Option<&ChannelCode>,
    ) -> Result<GraphDocument, AppError> {
        let products = self.products_for(&query.types, channel)?;
        let Neighbourhood { nodes, edges, left_out, truncated, unknown } =
            products.view().neighbourhood(query);
        let left_out = left_out.into_iter().map(|(category, products)| LeftOut {
            category: category.map(str::to_string),
            products: products as u64,
        });
        Ok(GraphDocument {
            revision: products.snapshot.revision(),
            nodes: nodes.into_iter().map(node).collect(),
            edges: edges.into_iter().map(edge).collect(),
            left_out: left_out.collect(),
            truncated,
            unknown_products: unknown.iter().map(ToString::to_string).collect(),
        })
    }

    /// A shortest way from one product to another along stored relations.
    pub fn find_path(
        &self,
        from: &Sku,
        to: &Sku,
        types: &[TypeCode],
        direction: Direction,
    ) -> Result<GraphPathDocument, AppError> {
        let products = self.products_for(types, None)?;
        let ends = [("/from", from), ("/to", to)];
        let unknown = ends.into_iter().filter(|(_, sku)| products.snapshot.number(sku).is_none());
        let unknown: Vec<Problem> = unknown.map(|(at, sku)| unknown_product(at, sku)).collect();
        let Some(found) = products.view().path(from, to, types, direction) else {
            return Err(AppError::invalid(unknown));
        };
        let FoundPath { path, edges, searched, gave_up } = found;
        Ok(GraphPathDocument {
            path: path.map(|path| path.into_iter().map(str::to_string).collect()),
            edges: edges.into_iter().map(edge).collect(),
            searched: searched as u64,
            gave_up,
        })
    }

    /// The circles of some types, all if none are named; with `through` only those of one product.
    pub fn list_cycles(
        &self,
        types: &[TypeCode],
        through: Option<&Sku>,
        limit: usize,
    ) -> Result<GraphCyclesDocument, AppError> {
        let products = self.products_for(types, None)?;
        if let Some(sku) = through.filter(|sku| products.snapshot.number(sku).is_none()) {
            return Err(AppError::invalid(vec![unknown_product("/product", sku)]));
        }
        let circles = products.view().circles(types, through, limit);
        let items = circles.items.into_iter().map(cycle).collect();
        Ok(GraphCyclesDocument { items, total: circles.total as u64 })
    }

    /// The newest products as a channel has them, after the types asked for were found to exist.
    fn products_for(&self, types: &[TypeCode], channel: Option<&ChannelCode>) -> Result<Products, AppError> {
        let products = self.products_in(channel)?;
        check_known(&products.snapshot, named_at("/type", types), None)?;
        Ok(products)
    }
}

fn unknown_product(at: &str, sku: &Sku) -> Problem {
    let problem = Problem::error(ProblemCode::UnknownProduct, format!("there is no product {sku}"));
    problem.at(at).about(sku).hint("GET /v1/search?query= finds products")
}

fn node(node: Node<'_>) -> GraphNode {
    let Node { card, depth, outgoing, incoming } = node;
    GraphNode {
        known: card.name.is_some(),
        card: card_document(card),
        depth,
        out: outgoing as u64,
        incoming: incoming as u64,
    }
}

fn edge(link: Link<'_>) -> GraphEdge {
    let Link { id, source, type_code, target, position, weight, origin, status } = link;
    GraphEdge {
        id: id.0.to_string(),
        source: source.to_string(),
        type_code: type_code.to_string(),
        target: target.to_string(),
        position,
        weight,
        origin: origin.to_string(),
        status: status.as_str().to_string(),
    }
}

fn cycle(circle: Circle<'_>) -> GraphCycle {
    let Circle { kind, allowed, products, path, names } = circle;
    GraphCycle {
        type_code: kind.code.to_string(),
        law: kind.cycle_law.as_str().to_string(),
        allowed,
        products: products as u64,
        path: path.into_iter().map(str::to_string).collect(),
        names: names.into_iter().map(|name| name.map(str::to_string)).collect(),
    }
}
