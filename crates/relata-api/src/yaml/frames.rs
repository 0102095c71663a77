use std::collections::{BTreeMap, HashMap};

use relata_model::{Problem, ProblemCode};

use super::{MarkedDocument, Place, Spot, YAML_BYTES_MAX};
use crate::Json;
use crate::body::{JSON_DEPTH_MAX, JSON_VALUES_MAX};
use crate::fields::pointer;

/// A value that is being read, with what it takes: an alias takes all of it once more.
struct Built {
    json: Json,
    values: usize,
    bytes: usize,
    depth: usize,
}

/// A list or an object that is not at its end.
struct Frame {
    open: Open,
    at: String,
    anchor: usize,
    values: usize,
    bytes: usize,
    depth: usize,
}

enum Open {
    List(Vec<Json>),
    Object(BTreeMap<String, Json>, Option<String>),
}

/// What a value is, besides what it says.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub(super) spot: Spot,
    /// The number of its anchor; 0 is none.
    pub(super) anchor: usize,
}

/// Puts the values of one document together, within the bounds of a body.
pub(super) struct Frames {
    open: Vec<Frame>,
    done: Option<Json>,
    places: BTreeMap<String, Spot>,
    anchors: HashMap<usize, Built>,
    values_left: usize,
    bytes_left: usize,
}

pub(super) fn complain(code: ProblemCode, message: impl Into<String>, place: Place) -> Problem {
    Problem::error(code, message).in_row(place.line, Some(&place.column.to_string()))
}

impl Frames {
    pub(super) fn new() -> Frames {
        Frames {
            open: Vec::new(),
            done: None,
            places: BTreeMap::new(),
            anchors: HashMap::new(),
            values_left: JSON_VALUES_MAX,
            bytes_left: YAML_BYTES_MAX,
        }
    }

    /// The document, when it is at its end.
    pub(super) fn finish(&mut self) -> Option<MarkedDocument> {
        let json = self.done.take()?;
        self.anchors.clear();
        Some(MarkedDocument { json, places: std::mem::take(&mut self.places) })
    }

    /// Opens a list or an object.
    pub(super) fn begin(&mut self, is_list: bool, mark: Mark) -> Result<(), Problem> {
        if self.open.len() >= JSON_DEPTH_MAX {
            return Err(too_deep(mark.spot.place));
        }
        if let Some(Frame { open: Open::Object(_, None), .. }) = self.open.last() {
            return Err(no_name(mark.spot.place));
        }
        self.spend(1, 0, mark.spot.place)?;
        let at = self.next_at();
        self.places.insert(at.clone(), mark.spot);
        let open = if is_list { Open::List(Vec::new()) } else { Open::Object(BTreeMap::new(), None) };
        self.open.push(Frame { open, at, anchor: mark.anchor, values: 1, bytes: 0, depth: 1 });
        Ok(())
    }

    /// Closes the innermost list or object.
    pub(super) fn end(&mut self) {
        let Some(Frame { open, anchor, values, bytes, depth, .. }) = self.open.pop() else { return };
        let json = match open {
            Open::List(values) => Json::List(values),
            Open::Object(fields, _) => Json::Object(fields),
        };
        let built = Built { json, values, bytes, depth };
        self.keep(anchor, &built);
        self.attach(built);
    }

    /// Takes a single value; as the name of a field, `text` is what stands there.
    pub(super) fn single(&mut self, json: Json, text: &str, mark: Mark) -> Result<(), Problem> {
        self.spend(1, text.len(), mark.spot.place)?;
        if let Some(Frame { open: Open::Object(fields, name @ None), at, .. }) = self.open.last_mut() {
            if fields.contains_key(text) {
                let message = format!("the field {text:?} stands twice in one object");
                let first = self.places.get(&pointer(at, text)).map(|spot| spot.place.line);
                let problem = complain(ProblemCode::InvalidJson, message, mark.spot.place);
                let hint = first.map_or("keep one of them".to_string(), |line| {
                    format!("keep one of them; the first stands in line {line}")
                });
                return Err(problem.hint(hint));
            }
            *name = Some(text.to_string());
            return Ok(());
        }
        let at = self.next_at();
        self.places.insert(at, mark.spot);
        let built = Built { json, values: 1, bytes: text.len(), depth: 0 };
        self.keep(mark.anchor, &built);
        self.attach(built);
        Ok(())
    }

    /// Repeats what stands under an anchor.
    pub(super) fn alias(&mut self, anchor: usize, spot: Spot) -> Result<(), Problem> {
        if let Some(Frame { open: Open::Object(_, None), .. }) = self.open.last() {
            return Err(no_name(spot.place));
        }
        let Some(Built { json, values, bytes, depth }) = self.anchors.get(&anchor) else {
            let message = "the alias stands inside of what it repeats";
            return Err(complain(ProblemCode::InvalidValue, message, spot.place).hint("write it out"));
        };
        let (values, bytes, depth) = (*values, *bytes, *depth);
        if self.open.len() + depth > JSON_DEPTH_MAX {
            return Err(too_deep(spot.place));
        }
        // Asked before anything is copied, so that aliases of aliases cost nothing.
        self.values_left.checked_sub(values).ok_or_else(|| too_much(spot.place))?;
        self.bytes_left.checked_sub(bytes).ok_or_else(|| too_much(spot.place))?;
        let json = json.clone();
        self.spend(values, bytes, spot.place)?;
        let at = self.next_at();
        self.places.insert(at, spot);
        self.attach(Built { json, values, bytes, depth });
        Ok(())
    }

    fn spend(&mut self, values: usize, bytes: usize, place: Place) -> Result<(), Problem> {
        self.values_left = self.values_left.checked_sub(values).ok_or_else(|| too_much(place))?;
        self.bytes_left = self.bytes_left.checked_sub(bytes).ok_or_else(|| too_much(place))?;
        Ok(())
    }

    /// The pointer of the value that comes next.
    fn next_at(&self) -> String {
        match self.open.last() {
            None => String::new(),
            Some(Frame { open: Open::List(values), at, .. }) => format!("{at}/{}", values.len()),
            Some(Frame { open: Open::Object(_, name), at, .. }) => {
                pointer(at, name.as_deref().unwrap_or_default())
            }
        }
    }

    fn keep(&mut self, anchor: usize, built: &Built) {
        if anchor > 0 {
            let Built { json, values, bytes, depth } = built;
            let kept = Built { json: json.clone(), values: *values, bytes: *bytes, depth: *depth };
            self.anchors.insert(anchor, kept);
        }
    }

    fn attach(&mut self, built: Built) {
        let Some(frame) = self.open.last_mut() else {
            self.done = Some(built.json);
            return;
        };
        frame.values += built.values;
        frame.bytes += built.bytes;
        frame.depth = frame.depth.max(built.depth + 1);
        match &mut frame.open {
            Open::List(values) => values.push(built.json),
            Open::Object(fields, name) => {
                fields.insert(name.take().unwrap_or_default(), built.json);
            }
        }
    }
}

fn no_name(place: Place) -> Problem {
    complain(ProblemCode::InvalidValue, "the name of a field is not a text", place)
        .hint("write a name and a colon in front of the value")
}

fn too_deep(place: Place) -> Problem {
    complain(ProblemCode::LimitExceeded, format!("nested deeper than {JSON_DEPTH_MAX} levels"), place)
        .hint("nest less deeply")
}

fn too_much(place: Place) -> Problem {
    let message = format!(
        "a document of more than {JSON_VALUES_MAX} values or {YAML_BYTES_MAX} bytes, aliases written out"
    );
    complain(ProblemCode::TooLarge, message, place).hint("split it into several files, with fewer aliases")
}
