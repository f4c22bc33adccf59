//! An event as text: for a terminal, as JSON, as Markdown. `tail`, `show` and reports share it.
