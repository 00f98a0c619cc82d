//! What the process uses, as Linux says it in `/proc`. Elsewhere nothing is measured.

use std::fs;

/// Bytes of a megabyte.
pub const MB: u64 = 1 << 20;

/// The memory that the process has now, in bytes.
pub fn resident() -> Option<u64> {
    status("VmRSS:")
}

/// The most memory that the process had since [`forget_peak`], in bytes.
pub fn peak() -> Option<u64> {
    status("VmHWM:")
}

/// Lets the peak begin again at what the process has now (proc(5), `clear_refs`).
pub fn forget_peak() {
    let _ = fs::write("/proc/self/clear_refs", "5");
}

/// How many files and sockets are open.
pub fn descriptors() -> Option<usize> {
    fs::read_dir("/proc/self/fd").ok().map(Iterator::count)
}

fn status(field: &str) -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(field))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
