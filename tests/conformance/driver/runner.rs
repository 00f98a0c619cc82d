//! Makes calls: reads lines of `driver step origin`, and writes for each a line of JSON, `{"ok": …}` or `{"error": …}`.

use std::io::{Write as _, stdin, stdout};

use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for line in stdin().lines() {
        let line = line?;
        let words: Vec<&str> = line.split(' ').collect();
        let [driver, step, origin] = words.as_slice() else { return Err("a line is `driver step origin`".into()) };
        let told: Result<Value, String> = runtime.block_on(step_of(driver, step.parse()?, (*origin).to_owned()));
        let told = told.map_or_else(|error| json!({ "error": error }), |ok| json!({ "ok": ok }));
        let mut stdout = stdout().lock();
        writeln!(stdout, "{told}")?;
        stdout.flush()?;
    }
    Ok(())
}
