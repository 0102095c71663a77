//! The merchandisers' web app as files: built by `build.rs` from the folder `web`, packed into the
//! program, and handed out by path.
//!
//! Files under `assets/` carry a hash of their content in their names and never change; each text also
//! lies here packed with Brotli and gzip. The page itself has a place for a number that is drawn anew
//! for each request, without which the content policy lets no style element in.
//!
//! Without Node at build time there is no app; [`missing`] says why.

use std::borrow::Cow;
use std::path::Path;

use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$RELATA_WEB_FOLDER"]
struct Files;

/// What the page holds where the number for styles belongs.
const NONCE: &str = "%STYLE_NONCE%";

/// How a file is packed, as the header `content-encoding` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packed {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
}

impl Packed {
    /// The name in HTTP.
    pub fn as_str(self) -> &'static str {
        match self {
            Packed::Brotli => "br",
            Packed::Gzip => "gzip",
        }
    }
}

/// A file of the app.
#[derive(Debug, Clone)]
pub struct Asset {
    /// Its media type.
    pub kind: &'static str,
    /// Its bytes.
    pub bytes: Cow<'static, [u8]>,
    /// How they are packed.
    pub packed: Option<Packed>,
    /// Whether its name changes when its content does.
    pub is_immutable: bool,
}

/// The app: the one in the program, or one in a folder while it is being worked on.
#[derive(Debug, Clone, Copy)]
pub struct WebApp<'a> {
    folder: Option<&'a Path>,
}

impl<'a> WebApp<'a> {
    /// The app in `folder`, or without one that in the program.
    pub fn new(folder: Option<&'a Path>) -> WebApp<'a> {
        WebApp { folder }
    }

    /// The page that starts the app, for styles with this nonce; `None` when there is no app.
    pub fn page(&self, nonce: &str) -> Option<String> {
        let bytes = self.bytes("index.html")?;
        Some(String::from_utf8_lossy(&bytes).replace(NONCE, nonce))
    }

    /// A file by its path without a leading slash, packed in a way that the asker accepts.
    pub fn asset(&self, path: &str, accepts: impl Fn(Packed) -> bool) -> Option<Asset> {
        if path.split('/').any(|part| part.is_empty() || part.starts_with('.')) || path == "index.html" {
            return None;
        }
        let kind = kind_of(path)?;
        let is_immutable = path.starts_with("assets/");
        for packed in [Packed::Brotli, Packed::Gzip] {
            let ending = if packed == Packed::Brotli { "br" } else { "gz" };
            if accepts(packed)
                && let Some(bytes) = self.bytes(&format!("{path}.{ending}"))
            {
                return Some(Asset { kind, bytes, packed: Some(packed), is_immutable });
            }
        }
        Some(Asset { kind, bytes: self.bytes(path)?, packed: None, is_immutable })
    }

    fn bytes(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        match self.folder {
            Some(folder) => std::fs::read(folder.join(path)).ok().map(Cow::Owned),
            None => Files::get(path).map(|file| file.data),
        }
    }
}

/// Why there is no app in this program; empty when there is one.
pub fn missing() -> &'static str {
    env!("RELATA_WEB_MISSING")
}

/// The media type by the ending of a name; files of other kinds are not handed out.
fn kind_of(path: &str) -> Option<&'static str> {
    Some(match path.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Packed, WebApp, missing};

    #[test]
    fn the_app_is_there_or_says_why_not() {
        assert_eq!(WebApp::new(None).page("n").is_some(), missing().is_empty(), "{}", missing());
    }

    #[test]
    fn files_come_packed_as_asked_and_nothing_else_is_read() {
        let folder = std::env::temp_dir().join(format!("relata-web-{}", std::process::id()));
        fs::create_dir_all(folder.join("assets")).expect("a folder can be made");
        for (name, text) in [
            ("index.html", "<meta content=\"%STYLE_NONCE%\">"),
            ("assets/a-1.js", "plain"),
            ("assets/a-1.js.br", "packed"),
            ("assets/secret.pem", "secret"),
            (".hidden.js", "hidden"),
        ] {
            fs::write(folder.join(name), text).expect("a file can be written");
        }
        let app = WebApp::new(Some(&folder));
        assert_eq!(app.page("abc").expect("it is there"), "<meta content=\"abc\">");
        let packed = app.asset("assets/a-1.js", |_| true).expect("it is there");
        assert_eq!((packed.packed, &*packed.bytes), (Some(Packed::Brotli), &b"packed"[..]));
        let plain = app.asset("assets/a-1.js", |packed| packed == Packed::Gzip).expect("it is there");
        assert_eq!((plain.packed, plain.is_immutable, &*plain.bytes), (None, true, &b"plain"[..]));
        for path in
            ["index.html", "assets/secret.pem", ".hidden.js", "../a.js", "assets//a-1.js", "assets", ""]
        {
            assert!(app.asset(path, |_| true).is_none(), "{path}");
        }
        fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}
