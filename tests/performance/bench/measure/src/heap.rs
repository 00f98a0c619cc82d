//! Counts allocations, and the most bytes that are there at a time.
//!
//! `unsafe` because an allocator is: everything is the system's, with counters around it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The system's allocator, counted: to be the `#[global_allocator]` of a program.
pub struct Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);
static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

fn grown(bytes: usize) {
    COUNT.fetch_add(1, Relaxed);
    PEAK.fetch_max(NOW.fetch_add(bytes, Relaxed) + bytes, Relaxed);
}

// SAFETY: each call is passed on as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grown(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        NOW.fetch_sub(layout.size(), Relaxed);
        grown(size);
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// Allocations, and the most bytes at a time above what was there before, of a piece of work and what it made.
pub fn of<T>(work: impl FnOnce() -> T) -> (f64, f64, T) {
    let (count, before) = (COUNT.load(Relaxed), NOW.load(Relaxed));
    PEAK.store(before, Relaxed);
    let made = work();
    ((COUNT.load(Relaxed) - count) as f64, (PEAK.load(Relaxed) - before) as f64, made)
}
