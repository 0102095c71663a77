use std::collections::BTreeSet;

use expect_test::expect;

use crate::shop::Shop;

fn document() -> serde_json::Value {
    relata_server::openapi()
}

/// Every operation as `METHOD path`.
fn operations(document: &serde_json::Value) -> Vec<String> {
    let paths = document["paths"].as_object().expect("paths is an object").iter();
    let methods = ["get", "put", "post", "patch", "delete"];
    paths
        .flat_map(|(path, item)| {
            let named = methods.into_iter().filter(|method| item.get(method).is_some());
            named.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}

#[test]
fn the_document_names_every_operation() {
    let document = document();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    assert_eq!(document["info"]["title"], "Relata");
    expect![[r#"
        GET /healthz
        GET /metrics
        GET /openapi.json
        GET /readyz
        GET /v1/audit
        POST /v1/audit/{revision}/revert
        POST /v1/bulk-edits
        GET /v1/changes
        GET /v1/channels
        GET /v1/channels/{code}
        PUT /v1/channels/{code}
        PATCH /v1/channels/{code}
        DELETE /v1/channels/{code}
        POST /v1/channels:bulk
        GET /v1/conditions
        POST /v1/conditions/check
        GET /v1/conditions/summaries
        GET /v1/conditions/{code}
        PUT /v1/conditions/{code}
        PATCH /v1/conditions/{code}
        DELETE /v1/conditions/{code}
        POST /v1/conditions:bulk
        GET /v1/coverage
        GET /v1/exports
        GET /v1/exports/{part}
        GET /v1/graph
        GET /v1/graph/cycles
        GET /v1/graph/path
        GET /v1/guidelines
        POST /v1/guidelines/check
        GET /v1/guidelines/summaries
        GET /v1/guidelines/{code}
        PUT /v1/guidelines/{code}
        PATCH /v1/guidelines/{code}
        DELETE /v1/guidelines/{code}
        POST /v1/guidelines:bulk
        GET /v1/imports
        POST /v1/imports
        GET /v1/imports/{id}
        GET /v1/imports/{id}/rejects
        POST /v1/imports/{id}/revert
        GET /v1/jobs
        GET /v1/jobs/{id}
        POST /v1/jobs/{id}/cancel
        GET /v1/mappings
        GET /v1/mappings/{code}
        PUT /v1/mappings/{code}
        PATCH /v1/mappings/{code}
        DELETE /v1/mappings/{code}
        POST /v1/mappings:bulk
        GET /v1/placements
        GET /v1/placements/{code}
        PUT /v1/placements/{code}
        PATCH /v1/placements/{code}
        DELETE /v1/placements/{code}
        POST /v1/placements:bulk
        GET /v1/products
        GET /v1/products/categories
        GET /v1/products/{sku}
        PUT /v1/products/{sku}
        PATCH /v1/products/{sku}
        DELETE /v1/products/{sku}
        GET /v1/products/{sku}/candidates
        GET /v1/products/{sku}/relations
        POST /v1/products:bulk
        GET /v1/quality
        GET /v1/recommendations
        POST /v1/recommendations
        GET /v1/relation-types
        GET /v1/relation-types/{code}
        PUT /v1/relation-types/{code}
        PATCH /v1/relation-types/{code}
        DELETE /v1/relation-types/{code}
        POST /v1/relation-types:bulk
        GET /v1/relations
        POST /v1/relations
        POST /v1/relations/check
        GET /v1/relations/{id}
        PUT /v1/relations/{id}
        PATCH /v1/relations/{id}
        DELETE /v1/relations/{id}
        POST /v1/relations:bulk
        GET /v1/rules
        POST /v1/rules/check
        GET /v1/rules/fields
        POST /v1/rules/preview
        GET /v1/rules/summaries
        GET /v1/rules/templates
        GET /v1/rules/{code}
        PUT /v1/rules/{code}
        PATCH /v1/rules/{code}
        DELETE /v1/rules/{code}
        POST /v1/rules:bulk
        POST /v1/sample
        GET /v1/search
        GET /v1/status
        GET /v1/test-suites
        GET /v1/test-suites/{code}
        PUT /v1/test-suites/{code}
        PATCH /v1/test-suites/{code}
        DELETE /v1/test-suites/{code}
        POST /v1/test-suites:bulk
        POST /v1/tests
        GET /v1/uploads
        POST /v1/uploads
        GET /v1/uploads/{id}
        PATCH /v1/uploads/{id}
        DELETE /v1/uploads/{id}
        GET /v1/uploads/{id}/rows
        PATCH /v1/uploads/{id}/rows
        GET /v1/views
        GET /v1/views/{code}
        PUT /v1/views/{code}
        PATCH /v1/views/{code}
        DELETE /v1/views/{code}
        POST /v1/views:bulk
    "#]]
    .assert_eq(&(operations(&document).join("\n") + "\n"));
}

#[test]
fn every_shape_that_is_named_is_there() {
    let document = document();
    let shapes: BTreeSet<String> =
        document["components"]["schemas"].as_object().expect("there are shapes").keys().cloned().collect();
    let text = document.to_string();
    let named: BTreeSet<String> = text
        .split("#/components/schemas/")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_string())
        .collect();
    let missing: Vec<&String> = named.difference(&shapes).collect();
    assert!(missing.is_empty(), "named but not there: {missing:?}");
    expect!["AnswerTimes Assortment AssortmentRequest Attribute AttributeRequest AuditEntry Block BlockRequest BrandCoverage Broken BulkActionRequest BulkEditRequest BulkEditResult BulkLine BulkSelectionRequest Candidate Candidates Caps CapsRequest Categories CategoryCoverage CategoryNode Channel ChannelCoverage ChannelPatch ChannelRequest Condition ConditionCheckDocument ConditionExample ConditionHolds ConditionListItem ConditionPatch ConditionReader ConditionRequest ConditionSize Coverage CoverageRate Customer CustomerRequest Evidence Exclusion ExclusionRequest ExperimentArm Export ExportedPart FacetValue Facets Factor Field Graph GraphCycle GraphCycles GraphEdge GraphNode GraphPath Guideline GuidelineCheckDocument GuidelineListItem GuidelinePatch GuidelineRequest Import ImportReport ImportResult Job LeftOut Mapping MappingRequest NarrowingFilter Offer OfferRequest Page_AuditEntry Page_Channel Page_Condition Page_ConditionListItem Page_Guideline Page_GuidelineListItem Page_Import Page_Job Page_Placement Page_Relation Page_RelationType Page_Rule Page_RuleListItem Page_SavedMapping Page_TestSuite Page_Upload Page_View Placement PlacementPatch PlacementRequest Problem ProblemDetail ProblemGroup ProblemsDocument Product ProductCard ProductList ProductListItem ProductPatch ProductRequest ProductSelection ProductSelectionRequest Quality QualityFinding Reason RecommendationItem RecommendationRequest Recommendations Relation RelationNamed RelationPatch RelationRequest RelationSummary RelationTarget RelationType RelationTypePatch RelationTypeRequest Removal Repair Reverted Rule RuleCheckDocument RuleCircle RuleConditions_Option_ConditionSize RuleConditions_Option_String RuleExample RuleFieldDocument RuleFieldValue RuleFieldsDocument RuleFigures RuleListItem RuleOffer RuleOfferRequest RuleOperatorDocument RuleOrder RuleOrderRequest RuleOverlap RulePatch RulePreviewDocument RuleRequest RuleTemplateDocument RuleTemplatesDocument SavedMapping SavedMappingPatch SavedMappingRequest SearchResult Status Suggestion TestAsk TestAskRequest TestChange TestCheck TestCheckReport TestCheckRequest TestDifference TestExample TestExamples TestReport TestSample TestSampleReport TestSampleRequest TestSuite TestSuitePatch TestSuiteRequest TypeFacetValue Upload UploadChangeRequest UploadColumn UploadGuess UploadMends UploadMendsRequest UploadPreview UploadPreviewRow UploadRow UploadRowMendRequest UploadRows View ViewPatch ViewRequest"].assert_eq(&shapes.into_iter().collect::<Vec<_>>().join(" "));
    let product = &document["components"]["schemas"]["Product"];
    assert_eq!(product["required"], serde_json::json!(["name"]));
}

#[test]
fn every_operation_has_a_sentence_a_tag_and_an_error() {
    let document = document();
    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths is an object") {
        for (method, operation) in item.as_object().expect("an item is an object") {
            assert!(operation["summary"].as_str().is_some_and(|text| text.ends_with('.')), "{method} {path}");
            assert!(ids.insert(operation["operationId"].to_string()), "{method} {path} shares its id");
            assert!(operation["tags"][0].is_string(), "{method} {path}");
            assert!(operation["responses"]["default"].is_object(), "{method} {path}");
        }
    }
}

/// The document names no route that the router lacks; that the router has none that the document
/// lacks follows from both being drawn from one declaration, save for the pages for people.
#[tokio::test(flavor = "multi_thread")]
async fn every_operation_of_the_document_is_routed() {
    let shop = Shop::new();
    for operation in operations(&document()) {
        if operation == "GET /v1/changes" {
            continue; // never ends; its own test follows it
        }
        let line = ["sku", "code", "id", "revision", "part"]
            .iter()
            .fold(operation.clone(), |line, name| line.replace(&format!("{{{name}}}"), "7"));
        let answer = shop.call(&line, "").await;
        let lost = answer.text.contains("there is nothing at this path") || answer.status == 405;
        assert!(!lost && answer.status < 500, "{operation}: {} {}", answer.status, answer.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_served_document_is_this_one_and_its_page_needs_nothing_else() {
    let shop = Shop::new();
    let served = shop.call("GET /openapi.json", "").await;
    assert_eq!(served.json(), document());
    for path in ["/", "/docs", "/docs.js", "/docs.css"] {
        let page = shop.call(&format!("GET {path}"), "").await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text.contains("://"), "{path} loads something from elsewhere");
        assert!(!page.text.contains("<script>") && !page.text.contains("style="), "{path} has inline code");
    }
}

/// The web app's client is generated from this file; `UPDATE_EXPECT=1` brings it up to date.
#[test]
fn the_document_is_the_one_that_the_web_app_was_generated_from() {
    let text = serde_json::to_string_pretty(&document()).expect("JSON can be written") + "\n";
    expect_test::expect_file!["../../../../web/openapi.json"].assert_eq(&text);
}
