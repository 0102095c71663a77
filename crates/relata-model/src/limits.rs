//! Named bounds, each with its reason.
//! Past a bound the answer is a clear problem, never a slow one.

/// Characters in a SKU; the longest seen in the field is 64, databases and labels stop at 255.
pub const SKU_CHARS_MAX: usize = 255;
/// Characters in a code of a type, channel, placement or segment.
pub const CODE_CHARS_MAX: usize = 64;
/// Characters in a name or title.
pub const NAME_CHARS_MAX: usize = 1_000;
/// Characters in a description or any other long text.
pub const TEXT_CHARS_MAX: usize = 100_000;
/// Levels in a category path.
pub const CATEGORY_DEPTH_MAX: usize = 16;
/// Categories, tags, channels or values in one list of a product.
pub const LIST_VALUES_MAX: usize = 1_000;
/// Attributes of one product.
pub const ATTRIBUTES_MAX: usize = 1_000;
/// Products that one request may ask about.
pub const QUERY_PRODUCTS_MAX: usize = 50;
/// Products in a cart or session of one request.
pub const QUERY_CART_MAX: usize = 500;
/// Segments that one request may name.
pub const QUERY_SEGMENTS_MAX: usize = 100;
/// Items in one answer.
pub const ANSWER_ITEMS_MAX: usize = 50;
/// Candidates that one request looks at; the rest would cost time that nobody sees.
pub const CANDIDATES_MAX: usize = 5_000;
/// Depth to which a chain of substitutes is followed.
pub const SUBSTITUTE_DEPTH_MAX: usize = 3;
/// Products looked at along one chain of substitutes.
pub const SUBSTITUTE_VISITS_MAX: usize = 200;
/// Nodes that one cycle check visits before it refuses with `cycle-unproven`.
pub const CYCLE_VISITS_MAX: usize = 50_000;
/// Default maximum of relations per product and type.
pub const RELATIONS_PER_TYPE_DEFAULT: u32 = 50;
/// The largest maximum per product that a type may name.
pub const RELATIONS_PER_TYPE_MAX: u32 = 1_000;
/// Rows in one page of a list.
pub const PAGE_MAX: usize = 200;
/// Rows in one page when the caller names no number.
pub const PAGE_DEFAULT: usize = 50;
/// Saved views of a shop; a menu holds no more.
pub const VIEWS_MAX: usize = 200;
/// Characters in the name of an icon.
pub const ICON_CHARS_MAX: usize = 64;
/// Problems kept in one report; the counts go on, the rejects file holds all.
pub const REPORT_PROBLEMS_MAX: usize = 1_000;
/// Differences kept in the report of a dry run.
pub const REPORT_DIFFERENCES_MAX: usize = 1_000;
/// Ranges of lines kept for one group of findings; a person mends what is alike at once.
pub const REPORT_RANGES_MAX: usize = 100;
/// Bytes of rejected rows kept with an import, before they are deflated; more is another file to ask for.
pub const REJECTS_BYTES_MAX: u64 = 64 << 20;
/// Rows of one upload that can be mended or left out by hand.
pub const MENDS_MAX: usize = 10_000;
/// Rows of an upload that are looked at to tell what it is.
pub const UPLOAD_ROWS_SEEN_MAX: usize = 1_000;
/// Uploads that are kept at once.
pub const UPLOADS_MAX: usize = 100;
/// Bytes of one upload, as it comes and as it is kept.
pub const UPLOAD_BYTES_MAX: u64 = 512 << 20;
/// Mappings that are saved at once.
pub const MAPPINGS_MAX: usize = 200;
/// Products that one bulk edit changes.
pub const BULK_EDIT_PRODUCTS_MAX: usize = 100_000;
/// Relations or exclusions that one bulk edit makes or takes away.
pub const BULK_EDIT_LINES_MAX: usize = 1_000_000;
/// Bytes in one field of a file.
pub const FIELD_BYTES_MAX: usize = 1 << 20;
/// Bytes in one record of a file.
pub const RECORD_BYTES_MAX: usize = 4 << 20;
/// Columns in one file.
pub const COLUMNS_MAX: usize = 4_096;
/// Values of one condition of a product list, such as SKUs; longer lists are imports or bulk edits.
pub const SELECTION_VALUES_MAX: usize = 200;
/// Words of a text that products are searched by.
pub const SEARCH_WORDS_MAX: usize = 20;
/// Values of one facet of a product list; people read fewer.
pub const FACET_VALUES_MAX: usize = 50;
/// Products that a search lists.
pub const SEARCH_ITEMS_MAX: usize = 20;
/// Steps from the products asked about to the edge of a neighbourhood.
pub const GRAPH_DEPTH_MAX: u32 = 3;
/// Products in one neighbourhood; more cannot be drawn.
pub const GRAPH_NODES_MAX: usize = 300;
/// Relations in one neighbourhood.
pub const GRAPH_EDGES_MAX: usize = 10_000;
/// Products after which the search for a neighbourhood follows no further product's relations.
pub const GRAPH_VISITS_MAX: usize = 5_000;
/// Products that the search for a path finds before it gives up.
pub const PATH_VISITS_MAX: usize = 200_000;
/// Circles that one answer lists.
pub const CYCLES_MAX: usize = 200;
/// Steps that the search for one group's shortest circle takes before it names the shortest found so far.
pub const CIRCLE_STEPS_MAX: usize = 200_000;
/// Products of a category whose relations are compared to propose candidates.
pub const SIBLINGS_MAX: usize = 5_000;
/// Products in the sample of one trial.
pub const TEST_SAMPLE_MAX: usize = 5_000;
/// Places in which a suite asks about each product.
pub const TEST_ASKS_MAX: usize = 10;
/// Answers of one trial: products times places.
pub const TEST_ANSWERS_MAX: usize = 20_000;
/// Answers of a suite that rules and guidelines have to pass, since their writer waits for them.
pub const TEST_GATE_ANSWERS_MAX: usize = 1_000;
/// Conditions with names; a builder lists them all, and every save looks through them.
pub const CONDITIONS_MAX: usize = 1_000;
/// Checks of one suite; people read a page.
pub const TEST_CHECKS_MAX: usize = 50;
/// Suites that are saved at once.
pub const TEST_SUITES_MAX: usize = 100;
/// Suites that rules and guidelines have to pass; each is run at every activation.
pub const TEST_SUITES_REQUIRED_MAX: usize = 5;
/// Rules and guidelines that one trial tries at once.
pub const TEST_DRAFT_MAX: usize = 100;
/// Examples that a check or a difference names; the others are counted.
pub const TEST_EXAMPLES_MAX: usize = 50;
/// Products that are looked at to find those that show least.
pub const TEST_WORST_LOOKED_MAX: usize = 20_000;
