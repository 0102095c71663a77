use relata_model::{Decimal, Invalid};

/// Characters of a complaint's quote; a longer value is cut, so that a report stays readable.
const QUOTED_CHARS_MAX: usize = 60;

/// A value as a complaint quotes it.
pub(crate) fn quoted(text: &str) -> String {
    match text.char_indices().nth(QUOTED_CHARS_MAX) {
        Some((end, _)) => format!("{:?} and so on", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// Whether a text is digits with at most one point between them and at most a minus before them.
pub(crate) fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(part)
}

/// Takes a decimal text exactly: a point, no thousands separators, no exponent.
pub(crate) fn parse(text: &str) -> Result<Decimal, Invalid> {
    if !is_plain(text) {
        return Err(not_a_number(text));
    }
    Decimal::from_str_exact(text).map_err(|_| {
        Invalid::new(
            format!("{} has more digits than can be kept", quoted(text)),
            "numbers have up to 28 digits",
        )
    })
}

/// Takes a JSON number exactly, with an exponent or without.
pub(crate) fn parse_json(token: &str) -> Result<Decimal, Invalid> {
    if !token.contains(['e', 'E']) {
        return parse(token);
    }
    Decimal::from_scientific(token).map_err(|_| {
        Invalid::new(format!("{} is too large or too small", quoted(token)), "numbers have up to 28 digits")
    })
}

/// Takes a whole number; `3.0` is one.
pub(crate) fn parse_whole(text: &str) -> Result<i64, Invalid> {
    if let Ok(whole) = text.parse::<i64>()
        && is_plain(text)
    {
        return Ok(whole);
    }
    let number = parse(text)?;
    let whole = number.is_integer().then(|| i64::try_from(number.trunc()).ok()).flatten();
    whole.ok_or_else(|| {
        Invalid::new(format!("{} is no whole number", quoted(text)), "write a whole number such as 12")
    })
}

fn not_a_number(text: &str) -> Invalid {
    let hint = if text.contains(',') {
        "write a point before the decimals and no thousands separators, such as 1234.50"
    } else if text.bytes().any(|byte| byte.is_ascii_digit()) {
        "write digits with a point before the decimals and nothing else, such as 1234.50"
    } else {
        "write a number such as 19.90"
    };
    Invalid::new(format!("{} is not a number", quoted(text)), hint)
}
