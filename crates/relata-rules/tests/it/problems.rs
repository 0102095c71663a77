use expect_test::{Expect, expect};
use relata_rules::{Usage, check as check_condition, parse};

use crate::facts::vocabulary;

fn found(text: &str, usage: Usage) -> String {
    let problems = match parse(text) {
        Ok(condition) => check_condition(&condition, usage, &vocabulary()),
        Err(problems) => problems,
    };
    let line = |problem: &relata_model::Problem| {
        format!("{}: {} ({})", problem.code.as_str(), problem.message, problem.hint.as_deref().unwrap_or("-"))
    };
    problems.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(&found(text, Usage::Pair));
}

#[test]
fn what_makes_sense_has_no_problems() {
    for text in [
        "true",
        "source.price > 50 && 'shoes' in source.categories",
        "source.attributes.screen in target.attributes.fits",
        "source.attributes['screen size'] > 12",
        "size(source.tags) > 2 && source.tags.exists(t, t.startsWith('n'))",
        "customer.bought('shoes', 'P365D') > 2 && cart.total >= 100",
        "source.attributes.eco == true",
        "now - target.created_at < duration('P30D')",
        "source.brand in []",
    ] {
        assert_eq!(found(text, Usage::Pair), "", "{text}");
    }
}

#[test]
fn a_problem_names_its_place_and_the_way_out() {
    check(
        "source.price >",
        expect![
            "syntax: line 1, column 15: the condition ends where something has to follow (write the rest of it)"
        ],
    );
    check(
        "source.prise > 5",
        expect!["unknown-attribute: line 1, column 7: source has no field prise (did you mean price?)"],
    );
    check(
        "source.price == 'cheap'",
        expect![
            "type-mismatch: line 1, column 14: a number cannot be compared with a text (write numbers without quotes and texts in quotes)"
        ],
    );
    check(
        "nonsense.price > 5",
        expect![
            "unknown-attribute: line 1, column 1: there is no variable nonsense (the variables are source, target, customer, cart, context and now; texts stand in quotes)"
        ],
    );
    check(
        "surce.price > 5",
        expect!["unknown-attribute: line 1, column 1: there is no variable surce (did you mean source?)"],
    );
    check(
        "source.attributes.colour == 'red'",
        expect![
            "unknown-attribute: line 1, column 18: no product has an attribute colour (did you mean color?)"
        ],
    );
    check(
        "source.price > 5 &&\n  source.stok < 3",
        expect!["unknown-attribute: line 2, column 9: source has no field stok (did you mean stock?)"],
    );
    check(
        "source.name.startWith('A')",
        expect!["syntax: line 1, column 22: there is no function startWith (did you mean startsWith?)"],
    );
    check(
        "source.tags == 'new'",
        expect![
            "type-mismatch: line 1, column 13: a list cannot be compared with a text (ask for a member of a list: 'red' in source.attributes.colors)"
        ],
    );
    check(
        "source.created_at > '2026-01-01'",
        expect![
            "type-mismatch: line 1, column 19: a time cannot be compared with a text (write the moment as timestamp('2026-12-01T00:00:00Z'))"
        ],
    );
    check(
        "source.price ? true : false",
        expect!["syntax: line 1, column 14: the language has no ? : (write (a && b) || (!a && c))"],
    );
    check(
        "source.name.matches('(a{1000}){1000}')",
        expect![
            "invalid-value: line 1, column 21: the regular expression repeats too much (take out nested repetitions such as (a{100}){100})"
        ],
    );
    check(
        "source.name.matches('(')",
        expect![
            "invalid-value: line 1, column 21: it is not a regular expression: unclosed group (write one as RE2 has it, without look-around and back references)"
        ],
    );
    check(
        "source.price",
        expect![
            "type-mismatch: line 1, column 7: this gives a number, where true or false is needed (compare it with something, such as source.price > 50)"
        ],
    );
    check(
        "source",
        expect![
            "syntax: line 1, column 1: source is no value by itself (name a field of it, such as source.price)"
        ],
    );
    check("", expect!["syntax: line 1, column 1: the condition is empty (write true to take everything)"]);
    check(
        "duration('soon') > duration('P1D')",
        expect![[
            r#"invalid-value: line 1, column 10: "soon" is not a length of time (write duration('P30D') or duration('12h'))"#
        ]],
    );
    check(
        "source.tags.map(t, t)",
        expect![
            "syntax: line 1, column 16: only exists and all go over lists (write source.attributes.sizes.exists(s, s > 40))"
        ],
    );
    check(
        "source.in_stock > false",
        expect![
            "type-mismatch: line 1, column 17: true and false have no order (compare them with == or !=)"
        ],
    );
}

#[test]
fn a_condition_sees_only_what_is_there() {
    assert!(found("target.price > 5", Usage::Match).contains("target is not known here"));
    assert!(found("source.price > 5", Usage::When).contains("source is not known here"));
    assert!(found("customer.orders > 5", Usage::Assortment).contains("customer is not known here"));
    assert!(found("context.channel == 'web'", Usage::Segment).contains("context is not known here"));
    assert_eq!(found("context.channel == 'web'", Usage::When), "");
}
