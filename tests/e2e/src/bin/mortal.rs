//! Alphapy as it is, but for the clock, which a test drives; to be killed.

use std::io::Read as _;

use tokio::signal::unix::{SignalKind, signal};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::INFO)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    // The parent never writes; when its end of the pipe closes, it is gone.
    std::thread::spawn(|| {
        let mut bytes = Vec::new();
        let _ = std::io::stdin().read_to_end(&mut bytes);
        std::process::exit(1);
    });
    let told = std::env::args().nth(1).unwrap_or_default();
    let app = alphapy_app::start(e2e_tests::child_options(&told)).await?;
    let mut told_to_stop = signal(SignalKind::terminate())?;
    tokio::select! {
        () = app.rejected() => {}
        _ = told_to_stop.recv() => {}
    }
    app.stop().await;
    Ok(())
}
