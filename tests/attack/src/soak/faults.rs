//! What a server does wrong, drawn for each request that arrives.

use generator_tests::numbers::Numbers;

/// What happens to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The connection or stream breaks before the work.
    ResetBefore,
    /// The work is done, and then it breaks.
    ResetAfter,
    /// 503 with `Retry-After: 0`; the work is not done.
    Busy,
    /// 500; the work is done in half of the cases.
    Failed,
    /// The work is done, and the body breaks off.
    Cut,
    /// The work is done, and the body comes slowly.
    Slow,
    /// The work is done, and nothing is said.
    Silent,
}

/// Of a thousand requests so many get each fault.
const OF_A_THOUSAND: [(Fault, usize); 7] = [
    (Fault::ResetBefore, 30),
    (Fault::ResetAfter, 20),
    (Fault::Busy, 50),
    (Fault::Failed, 10),
    (Fault::Cut, 10),
    (Fault::Slow, 30),
    (Fault::Silent, 2),
];

impl Fault {
    /// The fault of the request that arrives as this one.
    pub fn drawn(seed: u64, number: u64) -> Self {
        let mut drawn = Numbers::new(seed.wrapping_add(number)).below(1000);
        for (fault, share) in OF_A_THOUSAND {
            match drawn.checked_sub(share) {
                None => return fault,
                Some(rest) => drawn = rest,
            }
        }
        Self::None
    }

    /// Whether the work is done.
    pub fn works(self, number: u64) -> bool {
        match self {
            Self::ResetBefore | Self::Busy => false,
            Self::Failed => number.is_multiple_of(2),
            _ => true,
        }
    }

    /// The status that is said.
    pub fn status(self) -> u16 {
        match self {
            Self::Busy => 503,
            Self::Failed => 500,
            _ => 200,
        }
    }
}
