//! `cargo memcheck` installs the extension and runs its session files, or those that are named; options go to `memcheck run`.
//! PG_CONFIG names the server: with PG_CONFIG=$(cargo pgrx info pg-config pg17) it is one that `cargo pgrx init` built.

use std::process::{exit, Command};

const SCRIPT: &str = r#"set -e
pg_config=$(command -v "${PG_CONFIG:-pg_config}")
INSTALL
[ $# -gt 0 ] || set -- *.mcs
exec "${MEMCHECK:-memcheck}" run --pg-config "$pg_config" "$@"
"#;

fn main() {
    let mut shell = Command::new("sh");
    shell.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    shell.args(["-c", SCRIPT, "memcheck"]).args(std::env::args().skip(1));
    match shell.status() {
        Ok(status) => exit(status.code().unwrap_or(3)),
        Err(error) => {
            eprintln!("sh cannot be run: {error}");
            exit(3)
        }
    }
}
