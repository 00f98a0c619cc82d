//! How much may be made of a document: in proportion to it, because references let a few lines stand for very much.

/// What is left of what may be made.
#[derive(Debug)]
pub(crate) struct Budget {
    most: usize,
    spent: usize,
}

/// What a document of any size may have made of it.
const BASE: usize = 20_000;

/// What each of its values may become.
const EACH: usize = 4;

impl Budget {
    /// Of a document of this many values.
    pub(crate) fn of(size: usize) -> Self {
        Self { most: size.saturating_mul(EACH).saturating_add(BASE), spent: 0 }
    }

    /// Takes a cost; `false` where there is not as much left, now and ever after.
    pub(crate) fn take(&mut self, cost: usize) -> bool {
        self.spent = self.spent.saturating_add(cost);
        self.spent <= self.most
    }

    /// How much it was in the beginning.
    pub(crate) fn most(&self) -> usize {
        self.most
    }

    /// How much is left.
    pub(crate) fn left(&self) -> usize {
        self.most.saturating_sub(self.spent)
    }
}
