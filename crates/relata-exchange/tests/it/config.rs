//! Documents of configuration.

use expect_test::expect;
use relata_exchange::{ConfigNoun, ConfigReader, ConfigWriter};
use relata_model::{Channel, Placement, RelationType};

fn round_trip<T: ConfigNoun + PartialEq + std::fmt::Debug>(mut things: Vec<T>) -> String {
    let mut first = Vec::new();
    ConfigWriter::write(&mut first, &things).unwrap();
    let (read, problems) = ConfigReader::read::<T>(T::FILE, &first[..]).unwrap();
    assert_eq!(problems, []);
    things.sort_by(|a, b| a.code().cmp(b.code()));
    assert_eq!(read, things);
    let mut second = Vec::new();
    ConfigWriter::write(&mut second, &read).unwrap();
    assert_eq!(first, second);
    String::from_utf8(first).unwrap()
}

#[test]
fn documents_come_back() {
    round_trip(RelationType::built_in());
    round_trip(Placement::built_in());
    expect![[r#"
        [
          {
            "code": "web",
            "name": "Web shop",
            "locale": null,
            "currency": null,
            "assortment": null
          }
        ]
    "#]]
    .assert_eq(&round_trip(vec![Channel::web()]));
}

#[test]
fn what_is_wrong_is_named() {
    let document = r#"[{"code": "web", "name": "Web"}, {"code": "bad code", "name": "x"}, 7]"#;
    let (read, problems) = ConfigReader::read::<Channel>("channels.json", document.as_bytes()).unwrap();
    assert_eq!(read.len(), 1);
    let shown: Vec<String> = problems
        .iter()
        .map(|found| format!("{} {}", found.pointer.as_deref().unwrap(), found.message))
        .collect();
    expect![[r#"
        /1 "bad code" is not a code of a channel: a code has 1 to 64 of the characters a-z A-Z 0-9 _ - . :
        /2 invalid type: integer `7`, expected struct Channel"#]]
    .assert_eq(&shown.join("\n"));
    let refused = ConfigReader::read::<Channel>("channels.json", &b"{}"[..]).unwrap_err();
    expect!["the file channels.json is refused: the document is not a JSON array: invalid type: map, expected a sequence at line 1 column 0"].assert_eq(&refused.to_string());
}
