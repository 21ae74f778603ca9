//! The entrance.

use std::process::ExitCode;

fn main() -> ExitCode {
    alphapy_app::commands::main()
}
