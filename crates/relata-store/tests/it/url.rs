use expect_test::{Expect, expect};
use relata_store::{DatabaseUrl, StoreError};

fn check(text: &str, expect: Expect) {
    let shown = match DatabaseUrl::parse(text) {
        Ok(DatabaseUrl::Sqlite(path)) => format!("sqlite {}", path.display()),
        Ok(url) => format!("postgres {url}"),
        Err(error @ StoreError::WrongUrl { .. }) => format!("refused: {error}"),
        Err(other) => format!("{other:?}"),
    };
    expect.assert_eq(&shown);
}

#[test]
fn a_path_is_a_file() {
    check("shop.db", expect!["sqlite shop.db"]);
    check("sqlite:/var/lib/shop.db", expect!["sqlite /var/lib/shop.db"]);
}

#[test]
fn a_password_is_never_shown() {
    check("postgres://ann:secret@host/shop", expect!["postgres postgres://ann:***@host/shop"]);
    check(
        "postgresql://host/shop?user=ann&password=secret",
        expect!["postgres postgresql://host/shop?user=ann&password=***"],
    );
    check(
        "mysql://ann:secret@host/shop",
        expect![[
            r#"refused: "mysql://ann:***@host/shop" names no database: write a path, sqlite:PATH or postgres://user:password@host/database"#
        ]],
    );
}

#[test]
fn nothing_is_no_database() {
    check("", expect![[r#"refused: "" names no database: write a path, such as relata.db"#]]);
}
