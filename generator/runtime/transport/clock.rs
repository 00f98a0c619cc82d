//! The clock: that of the standard library, which does not run in a browser.

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use std::time::Instant;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use std::time::SystemTime;
#[cfg(target_arch = "wasm32")]
pub(crate) use web_time::Instant;
#[cfg(target_arch = "wasm32")]
pub(crate) use web_time::SystemTime;

use std::hash::BuildHasher as _;
use std::hash::Hasher as _;
use std::hash::RandomState;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The time since 1970-01-01 in UTC; zero if the clock is earlier.
#[inline]
pub(crate) fn since_epoch() -> Duration {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

/// A pause that doubles so many times, up to the longest.
#[inline]
pub(crate) fn doubled(first: Duration, times: u32, longest: Duration) -> Duration {
    first.saturating_mul(1_u32.checked_shl(times).unwrap_or(u32::MAX)).min(longest)
}

/// A number that clients do not share: enough to spread their retries, to separate the parts of a body and to tell calls apart, not
/// for cryptography.
#[inline]
pub(crate) fn random() -> u64 {
    static CALLS: AtomicU64 = AtomicU64::new(0);
    // SipHash with keys of the system. In a browser those are constants, hence also the time, the count of calls, and what the
    // browser has.
    let mut hasher = RandomState::new().build_hasher();
    hasher.write_u128(since_epoch().as_nanos());
    hasher.write_u64(CALLS.fetch_add(1, Ordering::Relaxed));
    #[cfg(target_arch = "wasm32")]
    hasher.write_u64(js_sys::Math::random().to_bits());
    hasher.finish()
}

/// A random UUID (RFC 9562, section 5.4).
#[inline]
pub(crate) fn random_uuid() -> String {
    let (first, second) = (random() & !0xf000 | 0x4000, random() >> 2 | 1 << 63);
    let (low, middle, high) = (first >> 32, first >> 16 & 0xffff, first & 0xffff);
    format!("{low:08x}-{middle:04x}-{high:04x}-{:04x}-{:012x}", second >> 48, second & 0xffff_ffff_ffff)
}
