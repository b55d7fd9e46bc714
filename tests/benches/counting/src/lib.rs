//! Takes what a program allocates, gives how often and how much.
//!
//! ```
//! #[global_allocator]
//! static ALLOCATOR: counting::Allocator = counting::Allocator;
//!
//! counting::start();
//! drop(vec![0_u8; 1000]);
//! assert_eq!(counting::stop().bytes, 1000);
//! ```

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// The system's allocator. It counts while it is told to; else it costs one look at a flag.
#[derive(Clone, Copy, Debug)]
pub struct Allocator;

/// What was allocated between [`start`] and [`stop`], by all threads.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// How often memory was asked for. Growing a piece of memory counts as often.
    pub times: u64,
    /// How much was asked for. Growing counts the whole new size, since it may have to be copied.
    pub bytes: u64,
}

static COUNTS: AtomicBool = AtomicBool::new(false);
static TIMES: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

/// Begins to count, from zero.
pub fn start() {
    TIMES.store(0, Relaxed);
    BYTES.store(0, Relaxed);
    COUNTS.store(true, Relaxed);
}

/// Ends counting.
pub fn stop() -> Counted {
    COUNTS.store(false, Relaxed);
    Counted {
        times: TIMES.load(Relaxed),
        bytes: BYTES.load(Relaxed),
    }
}

fn count(bytes: usize) {
    if COUNTS.load(Relaxed) {
        TIMES.fetch_add(1, Relaxed);
        BYTES.fetch_add(bytes as u64, Relaxed);
    }
}

// SAFETY: every call goes to the system's allocator as it came; counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        if size > layout.size() {
            count(size);
        }
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(memory, layout, size) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(memory, layout) }
    }
}
