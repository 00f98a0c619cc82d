//! How large values are: what is put into a document more than once is counted, so that small documents do not grow
//! without bound.

use serde_json::Value;

/// The number of values in `value`, itself included, counted no further than just beyond `limit`.
pub(crate) fn size(value: &Value, limit: usize) -> usize {
    let mut open = vec![value];
    let mut count = 0_usize;
    while let Some(value) = open.pop() {
        count += 1;
        match value {
            Value::Object(map) => open.extend(map.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
        if count > limit {
            break;
        }
    }
    count
}
