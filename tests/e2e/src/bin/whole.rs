//! The program as it is installed, for tests that look at everything that it says.

use std::process::ExitCode;

fn main() -> ExitCode {
    alphapy_app::commands::main()
}
