//! What the document says of requests, against what the server takes.

use serde_json::{Value, json};

fn document() -> Value {
    relata_server::openapi()
}

#[test]
fn a_request_has_a_shape_of_its_own() {
    let document = document();
    let shape = |name: &str| document["components"]["schemas"][name].clone();
    let (answer, request) = (shape("Channel"), shape("ChannelRequest"));
    assert_eq!(answer["properties"]["code"]["type"], "string");
    assert_eq!(request["properties"]["code"]["type"], json!(["string", "null"]), "null counts as absent");
    assert_eq!(request["additionalProperties"], false, "unknown names are refused");
    assert_eq!(shape("ProductRequest")["required"], json!(["name"]));
    assert_eq!(
        shape("RelationRequest")["required"],
        json!(["source", "type", "target"]),
        "what only answers have is not asked for"
    );
    let body = &document["paths"]["/v1/channels/{code}"]["put"]["requestBody"]["content"]["application/json"];
    assert_eq!(body["schema"]["$ref"], "#/components/schemas/ChannelRequest");
}

#[test]
fn a_patch_needs_nothing_and_a_check_takes_any_object() {
    let document = document();
    let shape = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
    let patch = &document["paths"]["/v1/products/{sku}"]["patch"]["requestBody"]["content"];
    assert_eq!(patch["application/merge-patch+json"]["schema"], shape("ProductPatch"));
    let product = &document["components"]["schemas"]["ProductPatch"];
    assert_eq!((&product["required"], &product["additionalProperties"]), (&Value::Null, &json!(false)));
    assert_eq!(product["properties"]["name"]["type"], json!(["string", "null"]));
    let offer = json!({"anyOf": [shape("OfferRequest"), {"type": "null"}]});
    assert_eq!(product["properties"]["offers"]["additionalProperties"], offer, "null takes an offer away");

    let check = &document["paths"]["/v1/relations/check"]["post"]["requestBody"]["content"];
    let any = json!({"type": "object", "additionalProperties": true});
    assert_eq!(check["application/json"]["schema"], json!({"anyOf": [shape("RelationRequest"), any]}));
    let fields = &document["components"]["schemas"]["RelationRequest"]["properties"]["fields"];
    assert_eq!(fields["additionalProperties"], true, "fields are whatever a shop needs");
    assert_eq!(document["paths"]["/v1/products:bulk"]["post"]["requestBody"]["required"], false);
}
