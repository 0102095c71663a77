use std::fmt::Write;

use serde_json::json;

use crate::program::Program;

/// Orders of three sets of products that go together; one in eight holds something of another set.
fn orders() -> String {
    let mut text = "order_id,customer_id,ordered_at,sku,quantity\n".to_string();
    for number in 0..600u32 {
        let (set, day) = (number % 3, number / 20);
        for place in 0..3 {
            let stray = u32::from(place == 2 && number % 8 == 0);
            let sku = (set + stray) % 3 * 10 + (number / 3 + place * 3) % 9;
            let date = format!("2026-{:02}-{:02}", 1 + day / 28, 1 + day % 28);
            writeln!(text, "o{number},c{},{date},P{sku:02},1", number % 36).unwrap();
        }
        writeln!(text, "o{number},c{},2026-01-01,POST,1", number % 36).unwrap();
    }
    text.push_str("C1,c1,2026-01-02,P10,-1\n");
    text
}

#[test]
fn a_hidden_product_is_found_among_those_that_go_with_the_rest() {
    let program = Program::new();
    program.write("orders.csv", &orders());
    let done = program.run("evaluate orders.csv --k 8 --json");
    assert_eq!(done.code, 0, "{}", done.stderr);
    let report = done.json();
    assert_eq!((&report["protocol"], &report["k"]), (&json!("leave-one-out"), &json!(8)), "{report}");
    let hit_rate = report["hit_rate"].as_f64().unwrap();
    assert!(hit_rate > 0.8, "{report}");
    let popular = program.run("evaluate orders.csv --k 8 --method popular --json").json();
    assert!(hit_rate > 2.0 * popular["hit_rate"].as_f64().unwrap(), "{popular}");
    let (figures, times) = (["recall", "ndcg", "mrr", "catalogue_share", "fit_ms"], ["p50", "p99"]);
    assert!(figures.iter().all(|name| report[name].as_f64().is_some_and(|value| value > 0.0)), "{report}");
    assert!(
        times.iter().all(|name| report["query_us"][name].as_f64().is_some_and(|us| us > 0.0)),
        "{report}"
    );
    assert_eq!(report["learned_from"]["service_lines"], json!(600), "{report}");
    let again = program.run("evaluate orders.csv --k 8 --json").json();
    assert_eq!((&again["hit_rate"], &again["settings"]), (&report["hit_rate"], &report["settings"]));
}

#[test]
fn every_protocol_answers_and_names_itself() {
    let program = Program::new();
    program.write("orders.csv", &orders());
    for (protocol, method) in
        [("item-to-item", "confidence"), ("next-basket", "tifu-knn"), ("session", "vmis-knn")]
    {
        let report = program.run(&format!("evaluate orders.csv --protocol {protocol} --json")).json();
        assert_eq!((&report["protocol"], &report["method"]), (&json!(protocol), &json!(method)));
        assert!(
            report["queries"].as_u64().unwrap() > 30 && report["hit_rate"].as_f64().unwrap() > 0.3,
            "{report}"
        );
    }
    let text = program.run("evaluate orders.csv --protocol item-to-item").stdout;
    assert!(text.contains("hit rate at 10") && text.contains("Learning took"), "{text}");
}

#[test]
fn what_cannot_be_evaluated_says_why_and_what_to_do() {
    let program = Program::new();
    program.write("products.csv", "sku,name\nA,A\n");
    program.write("untimed.csv", "order_id,sku\n1,A\n1,B\n2,A\n2,B\n");
    program.write("short.csv", "order_id,ordered_at,sku\n1,2026-01-01,A\n1,2026-01-01,B\n");
    for (line, said) in [
        ("evaluate products.csv", "holds products, not orders"),
        ("evaluate untimed.csv", "--held-out FILE"),
        ("evaluate short.csv", "too few"),
        ("evaluate untimed.csv --protocol next-basket", "customer_id"),
        ("evaluate short.csv --protocol session --method cosine", "take vmis-knn"),
    ] {
        let done = program.run(line);
        assert!(done.code == 1 && done.stderr.contains(said), "{line}: {} {}", done.code, done.stderr);
    }
    assert_eq!(program.run("evaluate short.csv --k 0").code, 2);
}
