//! Stub until the docs branch is merged.
/// c
pub fn clean(markdown: &str) -> Vec<String> {
    markdown.lines().map(|l| l.trim_end().to_owned()).collect()
}
/// i
pub fn inline(text: &str) -> String {
    text.to_owned()
}
/// c
pub fn code(text: &str) -> String {
    format!("`{text}`")
}
