//! Has the crate rebuilt when a migration is added: `sqlx::migrate!` reads the folder, which Cargo does not see.

fn main() {
    // Cargo reads instructions from standard output; there is no other way to give them.
    let _ = std::io::Write::write_all(
        &mut std::io::stdout(),
        b"cargo:rerun-if-changed=../../migrations\n",
    );
}
