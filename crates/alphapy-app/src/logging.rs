//! Where log lines go: standard error, for people or machines.

use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::LogFormat;

/// Starts writing log lines. A second call changes nothing: tests start several apps in one process.
pub(crate) fn start(format: LogFormat, filter: &str) {
    let filter = read(filter);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(filter);
    let _ = match format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
}

/// What is written. A filter that names no span looks at none: it would look at that of every request, at each step.
fn read(filter: &str) -> Box<dyn Layer<Registry> + Send + Sync> {
    if !filter.contains('[')
        && let Ok(targets) = filter.parse::<Targets>()
    {
        return Box::new(targets);
    }
    Box::new(EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info")))
}
