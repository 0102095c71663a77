/// Words that name what is charged for and is no product, as whole parts of a code.
const WORDS: [&str; 24] = [
    "ADJUST",
    "ADJUSTMENT",
    "AMAZONFEE",
    "BANK",
    "CARRIAGE",
    "CHARGE",
    "CHARGES",
    "COMMISSION",
    "CREDIT",
    "DELIVERY",
    "DEPOSIT",
    "DISCOUNT",
    "DOT",
    "FEE",
    "FEES",
    "FREIGHT",
    "GIFTCARD",
    "HANDLING",
    "MANUAL",
    "POST",
    "POSTAGE",
    "SAMPLES",
    "SHIPPING",
    "TIP",
];
/// Of a hundred codes so many hold a digit where the lack of one says that a code is no product.
const WITH_DIGITS_PERCENT: usize = 95;

/// Which codes name services (postage, fees, corrections) rather than products.
///
/// A code does when one of its parts, cut at everything that is no letter or digit, is such a word and the
/// others hold no digit; and, in a shop nearly all of whose codes hold digits, when it holds none. Memory
/// and time grow with the codes' characters. People can always say otherwise; nothing here is served.
pub fn services<'a>(codes: impl Iterator<Item = &'a str> + Clone) -> Vec<bool> {
    let has_digit = |code: &str| code.bytes().any(|byte| byte.is_ascii_digit());
    let (all, with_digits) =
        codes.clone().fold((0, 0), |(all, with), code| (all + 1, with + usize::from(has_digit(code))));
    let digits_are_the_rule = with_digits * 100 >= all * WITH_DIGITS_PERCENT;
    let names_a_service = |code: &str| {
        let upper = code.to_uppercase();
        let mut parts = upper.split(|c: char| !c.is_alphanumeric());
        !has_digit(code) && parts.any(|part| WORDS.contains(&part))
    };
    codes.map(|code| names_a_service(code) || (digits_are_the_rule && !has_digit(code))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postage_is_no_product() {
        let codes = ["POST", "BANK CHARGES", "SHIP-24", "post-it", "MUG"];
        assert_eq!(services(codes.into_iter()), [true, true, false, true, false]);
    }

    #[test]
    fn where_codes_hold_digits_those_without_are_services() {
        let mut codes: Vec<String> = (0..99).map(|number| format!("{number}A")).collect();
        codes.push("M".to_string());
        let found = services(codes.iter().map(String::as_str));
        assert_eq!(found.iter().filter(|service| **service).count(), 1);
        assert!(found[99]);
        assert!(!services(["M", "L", "1"].into_iter())[0]);
    }
}
