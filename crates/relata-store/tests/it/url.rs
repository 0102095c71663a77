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

/// However a URL is broken, the secret in it is not in what is said.
#[test]
fn no_broken_url_gives_its_password_away() {
    let texts = [
        "postgres://ann:s3cret@host:port/shop",
        "postgres://ann:s3cret@host/shop?sslmode=verify-all",
        "postgres://ann:s3cret@host/shop?sslkey=client.key",
        "postgres://ann:s3cr?et@host/shop?x=1",
        "postgres://ann:pa/s3cret@host:x/shop",
        "postgres://ann:p@s3cret@host:x/shop",
        "postgres://host/shop?user=ann&PASSWORD=s3cret",
        "postgres://host/shop?user=ann&pass%77ord=s3cret&nonsense=1",
        "postgres://host/shop?password=a&s3cret",
        "postgres:ann:s3cret@host/shop",
        "postgresql:ann:s3cret@host/shop",
        "mysql://ann:s3cret@host/shop?password=s3cret",
        "host=localhost user=ann password=s3cret",
    ];
    for text in texts {
        let shown = match DatabaseUrl::parse(text) {
            Ok(url) => format!("{url} {url:?}"),
            Err(error) => format!("{error} {error:?}"),
        };
        assert!(!shown.contains("s3cret"), "{text}: {shown}");
    }
}

#[test]
fn what_this_program_cannot_go_by_is_named() {
    check(
        "postgres://ann:secret@host/shop?sslcert=a.crt",
        expect![[
            r#"refused: "postgres://ann:***@host/shop?sslcert=***" names no database: leave out sslcert, this program cannot go by it"#
        ]],
    );
    check(
        "postgres://host/shop?sslmode=always",
        expect![[
            r#"refused: "postgres://host/shop?sslmode=always" names no database: sslmode is one of disable, prefer, require, verify-ca, verify-full"#
        ]],
    );
    check(
        "postgres://host/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem",
        expect!["postgres postgres://host/shop?sslmode=verify-full&sslrootcert=/etc/ca.pem"],
    );
}

#[test]
fn nothing_is_no_database() {
    check("", expect![[r#"refused: "" names no database: write a path, such as relata.db"#]]);
}
