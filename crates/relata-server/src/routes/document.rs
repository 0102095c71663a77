//! The one shape of the routes of small nouns, which are documents stored under a code.

use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{get, post, put};
use relata_api::{Body, BulkLine, PageDocument, ParseFailure};
use relata_app::{App, Caller, Document, Precondition, etag, reserved_code};
use relata_model::{Problem, ProblemCode};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::openapi::path::Paths;
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::answer;
use crate::bulk::{self, Line, Work};
use crate::incoming::{Condition, JsonObject};
use crate::key::{Key, PathKey};
use crate::parameters::Parameters;
use crate::refused::Refused;
use crate::server::Shared;

/// The wire form of a small noun. With it, the noun has all routes of [`routes`].
pub(crate) trait Wire: Serialize + ToSchema + 'static {
    /// The noun as it is stored.
    type Stored: Document<Code: PathKey>;
    /// The part of the paths after `/v1/`, and the tag.
    const PATH: &'static str;
    /// Several of them in words.
    const PLURAL: &'static str;

    /// The document as it is answered.
    fn of(stored: &Self::Stored) -> Self;
    /// Reads a whole document; the key is the one of the path.
    fn read(
        body: &Body,
        key: Option<&<Self::Stored as Document>::Code>,
    ) -> Result<Self::Stored, Vec<Problem>>;
    /// What the list is sorted by.
    fn place(stored: &Self::Stored) -> String {
        stored.code().to_string()
    }
}

type Code<W> = <<W as Wire>::Stored as Document>::Code;

/// List, find, replace, patch, remove, and many at once.
pub(crate) fn routes<W: Wire>() -> OpenApiRouter<Shared> {
    let path = |rest: &str| format!("/v1/{}{rest}", W::PATH);
    let mut schemas =
        vec![(W::name().into_owned(), W::schema()), (page_name::<W>(), PageDocument::<W>::schema())];
    schemas.push((BulkLine::name().into_owned(), BulkLine::schema()));
    W::schemas(&mut schemas);
    BulkLine::schemas(&mut schemas);
    let mut described = describe::<W>();
    let mut part = |path: &str| {
        let item = described.paths.remove(path).expect("every path is described");
        let mut paths = Paths::new();
        paths.paths.insert(path.to_string(), item);
        paths
    };
    let one = get(find::<W>).put(replace::<W>).patch(patch::<W>).delete(remove::<W>);
    let router = OpenApiRouter::new()
        .routes((schemas, part(&path("")), get(list::<W>)))
        .routes((Vec::new(), part(&path("/{code}")), one))
        .routes((Vec::new(), part(&path(":bulk")), post(save_many::<W>)));
    // The path of a reserved code belongs to another route, which could only say that it takes no PUT.
    W::Stored::RESERVED.iter().fold(router, |router, code| {
        router.route(&path(&format!("/{code}")), put(|| async { Err::<(), _>(refuse_code::<W>(code)) }))
    })
}

fn refuse_code<W: Wire>(code: &str) -> Refused {
    Refused::from(vec![reserved_code::<W::Stored>(code)])
}

fn page_name<W: Wire>() -> String {
    format!("Page_{}", W::name())
}

async fn list<W: Wire>(State(server): State<Shared>, mut query: Parameters) -> Result<Response, Refused> {
    let page = query.page();
    query.finish()?;
    let found = server
        .blocking(move |app| page.part_of(app.list_documents::<W::Stored>()?, |found| W::place(found)))
        .await?;
    Ok(answer::page(found, |stored| W::of(&stored)))
}

async fn find<W: Wire>(
    State(server): State<Shared>,
    Key(code): Key<Code<W>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let found = server.blocking(move |app| app.find_document::<W::Stored>(&code)).await?;
    Ok(answer::single(&headers, etag(&found), &W::of(&found)))
}

async fn replace<W: Wire>(
    State(server): State<Shared>,
    Key(code): Key<Code<W>>,
    Condition(condition): Condition,
    JsonObject(body): JsonObject,
) -> Result<Response, Refused> {
    save::<W>(server, code, condition, move |_| Ok(body)).await
}

async fn patch<W: Wire>(
    State(server): State<Shared>,
    Key(code): Key<Code<W>>,
    Condition(condition): Condition,
    JsonObject(patch): JsonObject,
) -> Result<Response, Refused> {
    let message = format!("there is no {} {code}", W::Stored::NAME);
    let missing = Problem::error(ProblemCode::NotFound, message);
    save::<W>(server, code, condition, move |stored| {
        let stored = stored.ok_or_else(|| vec![missing])?;
        patch.patched(&W::of(stored)).map_err(ParseFailure::into_problems)
    })
    .await
}

/// Stores what `body_of` makes of the stored document.
async fn save<W: Wire>(
    server: Shared,
    code: Code<W>,
    condition: Precondition,
    body_of: impl FnOnce(Option<&W::Stored>) -> Result<Body, Vec<Problem>> + Send + 'static,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let key = code.clone();
    let change = move |stored: Option<&W::Stored>| W::read(&body_of(stored)?, Some(&key));
    let saved = server.blocking(move |app| app.save_document(&caller, code, condition, change)).await?;
    Ok(answer::saved(saved.created, &etag(&saved.value), saved.change(), &W::of(&saved.value)))
}

async fn remove<W: Wire>(
    State(server): State<Shared>,
    Key(code): Key<Code<W>>,
    Condition(condition): Condition,
) -> Result<Response, Refused> {
    let caller = server.caller();
    let revision =
        server.blocking(move |app| app.delete_document::<W::Stored>(&caller, &code, condition)).await?;
    Ok(answer::removed(revision))
}

async fn save_many<W: Wire>(
    State(server): State<Shared>,
    query: Parameters,
    request: Request,
) -> Result<Response, Refused> {
    let keys = |body: &Body| vec![body.text("code").unwrap_or_default().to_string()];
    bulk::run(&server, query, request, Work { keys, identity: |_| None, line: save_line::<W> }).await
}

fn save_line<W: Wire>(app: &App, caller: &Caller, body: Body, dry_run: bool) -> Line {
    let line = Line::about_code(body.text("code"));
    let found = match W::read(&body, None) {
        Ok(found) => found,
        Err(problems) => return line.refused(Refused::from(problems)),
    };
    if dry_run {
        return line.checked(app.check_document(&found).map_err(Refused::from));
    }
    match app.save_document(caller, found.code().clone(), Precondition::NONE, move |_| Ok(found)) {
        Ok(saved) => line.saved(saved.created, saved.change(), &saved.warnings),
        Err(error) => line.refused(Refused::from(error)),
    }
}

/// The routes in the OpenAPI document.
fn describe<W: Wire>() -> Paths {
    let (name, plural, tag) = (W::Stored::NAME, W::PLURAL, W::PATH);
    let shape = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let answer = |description: &str, media_type: &str, shape: &Value| json!({ "description": description, "content": { media_type: { "schema": shape } } });
    let document = shape(&W::name());
    let stored = |description: &str| answer(description, "application/json", &document);
    let code = json!([{ "name": "code", "in": "path", "required": true, "description": "Its code",
                        "schema": { "type": "string" } }]);
    let patch = json!({ "schema": { "type": "object" } });
    let described = json!({
        format!("/v1/{tag}"): { "get": {
            "tags": [tag], "summary": format!("Lists {plural} in order."), "parameters": [
                { "name": "limit", "in": "query", "required": false, "description": "1 to 200, default 50",
                  "schema": { "type": "integer", "format": "int32", "minimum": 1, "maximum": 200 } },
                { "name": "cursor", "in": "query", "required": false, "description": "Where the page before ended",
                  "schema": { "type": "string" } }],
            "responses": { "200":
                answer(&format!("A page of {plural}"), "application/json", &shape(&page_name::<W>())) } } },
        format!("/v1/{tag}/{{code}}"): {
            "get": { "tags": [tag], "summary": format!("Gives one {name}."), "parameters": code,
                "responses": { "200": stored(&format!("The {name}")) } },
            "put": { "tags": [tag], "parameters": code,
                "summary": format!("Makes or replaces a {name}; absent fields get their defaults."),
                "requestBody": { "content": { "application/json": { "schema": document } }, "required": true },
                "responses": { "200": stored("It was replaced"), "201": stored("It was made") } },
            "patch": { "tags": [tag], "parameters": code,
                "summary": format!("Changes a {name}: a JSON merge patch."),
                "requestBody": { "description": "Fields to change; null clears one", "required": true,
                    "content": { "application/merge-patch+json": patch, "application/json": patch } },
                "responses": { "200": stored("It was changed") } },
            "delete": { "tags": [tag], "parameters": code,
                "summary": format!("Removes a {name}; what is built in or still used stays."),
                "responses": { "204": { "description": "It is gone" } } } },
        format!("/v1/{tag}:bulk"): { "post": { "tags": [tag],
            "summary": format!("Makes or replaces many {plural}: a JSON document a line, an answer a line."),
            "parameters": [{ "name": "dry_run", "in": "query", "required": false,
                             "description": "Only say what would happen", "schema": { "type": "boolean" } }],
            "requestBody": { "description": format!("A {name} a line"), "required": true,
                "content": { "application/x-ndjson": { "schema": { "type": "string" } } } },
            "responses": { "200": answer("What became of each line", "application/x-ndjson",
                                         &shape(&BulkLine::name())) } } },
    });
    serde_json::from_value(described).expect("the description is a legal part of the document")
}
