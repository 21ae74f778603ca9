//! The program's log as a test hears it.

use std::fmt::{self, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Remembers every event, as `level target fields`.
#[derive(Clone, Default)]
pub(crate) struct HeardLog {
    lines: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

struct Line(String);

impl HeardLog {
    /// The lines that hold all these words.
    pub(crate) fn with(&self, words: &[&str]) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        let holds = |line: &&String| words.iter().all(|it| line.contains(it));
        lines.iter().filter(holds).cloned().collect()
    }

    /// Forgets what was said so far.
    pub(crate) fn forgets(&self) {
        self.lines.lock().unwrap().clear();
    }
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Subscriber for HeardLog {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let (level, target) = (event.metadata().level(), event.metadata().target());
        let mut line = Line(format!("{level} {target}"));
        event.record(&mut line);
        self.lines.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
