//! Character offsets → byte offsets: the YAML parser counts characters.

/// Finds the byte offset of the n-th character of a text.
pub(super) struct CharIndex<'t> {
    text: &'t str,
    /// The byte offset of every [`STEP`]-th character; `None` where each character is one byte.
    steps: Option<Vec<usize>>,
}

const STEP: usize = 64;

impl<'t> CharIndex<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let steps = (!text.is_ascii()).then(|| text.char_indices().step_by(STEP).map(|(byte, _)| byte).collect());
        Self { text, steps }
    }

    /// The byte offset of a character; the end of the text where there is none.
    pub(super) fn byte(&self, char: usize) -> usize {
        let Some(steps) = &self.steps else { return char.min(self.text.len()) };
        let Some(start) = steps.get(char / STEP) else { return self.text.len() };
        let rest = self.text.get(*start..).unwrap_or_default();
        rest.char_indices().nth(char % STEP).map_or(self.text.len(), |(byte, _)| start + byte)
    }
}
