//! "Did you mean": the name that was probably meant.

/// The longest name that is compared: the comparison is quadratic.
const LONGEST: usize = 200;

/// The name that is nearest to what was written, if one is near enough to be meant: equal but for case, or with a third
/// of its characters (at least one) mistyped at most. Of equally near ones the first.
pub fn nearest<'n>(written: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let length = written.chars().count();
    let allowed = (length / 3).max(1);
    if length == 0 || length > LONGEST {
        return None;
    }
    let lower = written.to_lowercase();
    let distance = |name: &str| {
        let near = name.len() <= LONGEST * 4 && name.chars().count().abs_diff(length) <= allowed;
        let distance = near.then(|| strsim::damerau_levenshtein(&lower, &name.to_lowercase()))?;
        (distance <= allowed && distance < length).then_some(distance)
    };
    let near = names.into_iter().filter(|name| *name != written).filter_map(|name| Some((distance(name)?, name)));
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}
