//! A log that keeps everything, at every level, of every crate.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::Mutex;

use tracing::field::Field;
use tracing::field::Visit;
use tracing::span;

/// Keeps everything that is logged. Clones share what they keep.
#[derive(Clone, Debug, Default)]
pub struct Everything(Arc<Mutex<String>>);

impl Everything {
    /// What was logged so far: names of spans, and fields as `name=value`, each in a line.
    pub fn text(&self) -> String {
        self.0.lock().expect("no printer panics").clone()
    }
}

struct Printer<'a>(&'a mut String);

impl Visit for Printer<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let _ = writeln!(self.0, "{field}={value:?}");
    }
}

impl tracing::Subscriber for Everything {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut log = self.0.lock().expect("no printer panics");
        let _ = writeln!(log, "span {}", attributes.metadata().name());
        attributes.record(&mut Printer(&mut log));
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, values: &span::Record<'_>) {
        values.record(&mut Printer(&mut self.0.lock().expect("no printer panics")));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        event.record(&mut Printer(&mut self.0.lock().expect("no printer panics")));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
