//! What is printed, and where the log goes. Text from events is cleaned of everything that a terminal would obey.

use std::fmt::Arguments;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use crashtray_core::render::clean;
use serde::Serialize;
use tracing_subscriber::EnvFilter;
use unicode_width::UnicodeWidthStr;

use super::error::CliError;
use crate::config::Config;
use crate::resident::LogFile;

/// The environment variable that says how much is logged.
const LOG_VARIABLE: &str = "CRASHTRAY_LOG";

/// Prints a line to stdout, as `println!` does, but a reader that went away is an error and no panic.
macro_rules! say {
    ($($part:tt)*) => { $crate::cli::output::line(format_args!($($part)*)) };
}
pub(super) use say;

/// See [`say`].
pub(super) fn line(text: Arguments<'_>) -> Result<(), CliError> {
    self::text(&format!("{text}\n"))
}

/// Writes to stdout; colours only to a terminal.
pub(super) fn text(text: &str) -> Result<(), CliError> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Writes to stderr, for people. Where nobody reads it, nothing is lost.
pub(super) fn aside(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// A hint: a full sentence that names the next command.
pub(super) fn hint(text: &str) {
    let style = Style::new().bold().fg_color(Some(AnsiColor::Cyan.into()));
    aside(&format!("{style}hint:{style:#} {text}\n"));
}

/// One JSON value on one line.
pub(super) fn json_line(value: &impl Serialize) -> Result<(), CliError> {
    let json = serde_json::to_string(value).map_err(CliError::internal)?;
    line(format_args!("{}", harmless_json(&json)))
}

/// One JSON value for people to read.
pub(super) fn json_pretty(value: &impl Serialize) -> Result<(), CliError> {
    let json = serde_json::to_string_pretty(value).map_err(CliError::internal)?;
    line(format_args!("{}", harmless_json(&json)))
}

/// The same JSON; what a terminal would obey or what reorders text is written as an escape. It stands only in strings.
fn harmless_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for sign in json.chars() {
        if sign == '\n' || clean(sign.encode_utf8(&mut [0; 4])).len() == sign.len_utf8() {
            out.push(sign);
        } else {
            out.push_str(&format!("\\u{:04x}", u32::from(sign)));
        }
    }
    out
}

/// The log of a program in the foreground: warnings and worse, to stderr.
pub(super) fn log_to_stderr() {
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("warn"));
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).try_init();
}

/// The log of the resident: a file beside the data.
pub(super) fn log_to_file(config: &Config) -> Result<(), CliError> {
    std::fs::create_dir_all(config.data.folder())?;
    let file = LogFile::open(&config.data.log())?;
    let filter = EnvFilter::try_from_env(LOG_VARIABLE).unwrap_or_else(|_| EnvFilter::new("info"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(file)
        .with_ansi(false)
        .with_target(false)
        .try_init();
    Ok(())
}

/// For whoever serves: begins again with settings under which large requests leave no memory behind.
pub(super) fn use_small_memory() {
    if let Err(error) = crate::resident::with_small_memory() {
        tracing::info!("large requests may leave memory behind: {error}");
    }
}

/// Rows as aligned columns, two blanks between; the last column is cut to the width of the terminal.
pub(super) fn table(rows: &[Vec<String>], width: usize) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n_columns).map(|column| column_width(rows, column)).collect();
    rows.iter().map(|row| row_line(row, &widths, width)).collect()
}

fn column_width(rows: &[Vec<String>], column: usize) -> usize {
    rows.iter().filter_map(|row| row.get(column)).map(|cell| clean(cell).width()).max().unwrap_or(0)
}

fn row_line(row: &[String], widths: &[usize], width: usize) -> String {
    let mut line = String::new();
    for (cell, column_width) in row.iter().zip(widths) {
        let cell = clean(cell);
        line.push_str(&cell);
        line.extend(std::iter::repeat_n(' ', column_width.saturating_sub(cell.width()) + 2));
    }
    cut(line.trim_end(), width) + "\n"
}

/// At most `width` columns; what is cut ends in an ellipsis.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if kept.width() + unicode_width::UnicodeWidthChar::width(character).unwrap_or(0) + 1 > width {
            break;
        }
        kept.push(character);
    }
    kept + "…"
}

/// Columns of the terminal; without one, as wide as it takes.
pub(super) fn terminal_width() -> usize {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| usize::from(size.ws_col));
    size.filter(|&columns| columns > 20).unwrap_or(usize::MAX)
}

/// `3m ago`: how long before `now`.
pub(super) fn ago(then: f64, now: f64) -> String {
    let seconds = ((now - then) / 1_000.0).max(0.0);
    let (n, unit) = match seconds {
        s if s < 60.0 => (s, "s"),
        s if s < 3_600.0 => (s / 60.0, "m"),
        s if s < 86_400.0 => (s / 3_600.0, "h"),
        s => (s / 86_400.0, "d"),
    };
    format!("{n:.0}{unit} ago", n = n.floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(cells: &[&[&str]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn columns_align_by_what_the_eye_sees() {
        let table = table(&rows(&[&["在庫", "x"], &["a", "y"], &["\u{1b}[31mred", "z"]]), 80);
        assert_eq!(table, "在庫  x\na     y\nred   z\n", "wide letters count twice, escapes are gone");
    }

    #[test]
    fn json_holds_nothing_that_a_terminal_obeys() {
        let json = serde_json::to_string(&["a\u{1b}[31m\u{9b}31m\u{202e}b\u{7f}é\n"]).unwrap();
        let harmless = harmless_json(&json);
        assert_eq!(harmless, r#"["a\u001b[31m\u009b31m\u202eb\u007fé\n"]"#);
        let read: Vec<String> = serde_json::from_str(&harmless).unwrap();
        assert_eq!(read, ["a\u{1b}[31m\u{9b}31m\u{202e}b\u{7f}é\n"], "it says the same");
    }

    #[test]
    fn a_line_is_cut_to_the_terminal() {
        assert_eq!(table(&rows(&[&["abc", "a long sentence"]]), 10), "abc  a lo…\n");
        assert_eq!(table(&rows(&[&["ab", "在庫在庫"]]), 8), "ab  在…\n", "a wide letter is never halved");
    }
}
