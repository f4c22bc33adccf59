//! `crashtray rules`: the user's rules for grouping, shown, checked, set, and tried on what is kept.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crashtray_core::group::{MAX_BYTES, RuleError, RuleKind, RuleSet};
use crashtray_core::render::clean;
use serde::{Deserialize, Serialize};
use serde_json::json;
use serde_json::value::RawValue;

use super::client;
use super::error::CliError;
use super::output::{self, say};
use crate::config::Config;
use crate::store::RuleText;

/// Wrong lines that are shown before the rest is only counted.
const SHOWN: usize = 10;

/// Rules for grouping: by what events are grouped, and whose code a frame is
///
/// One rule per line, as in Sentry. Fingerprint rules: `type:CardError -> payment title="No money"`; the first that matches counts.
/// Stack-trace rules: `path:**/generated/** -app -group`; a later one overrides. Rules hold for what comes from then on.
#[derive(Debug, clap::Args)]
pub(super) struct RulesArgs {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    Check(CheckArgs),
    Preview(PreviewArgs),
    Set(SetArgs),
    Show(ShowArgs),
}

/// Says what is wrong with a file of rules, and where
#[derive(Debug, clap::Args)]
struct CheckArgs {
    /// The file; `-` is the standard input
    file: PathBuf,
    /// Which of the two languages
    #[arg(long, value_enum)]
    kind: Kind,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Says which issues would merge or fall apart if rules were applied to what is kept; nothing is changed
#[derive(Debug, clap::Args)]
struct PreviewArgs {
    /// The file, `-` is the standard input; without one, the rules that are set
    file: Option<PathBuf>,
    /// Which of the two languages
    #[arg(long, value_enum)]
    kind: Kind,
    /// For this project alone
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Exchanges the rules of one kind for those in a file; an empty one takes them away
#[derive(Debug, clap::Args)]
struct SetArgs {
    /// The file; `-` is the standard input
    file: PathBuf,
    /// Which of the two languages
    #[arg(long, value_enum)]
    kind: Kind,
    /// For this project alone
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

/// Prints the rules; with `--kind`, as they were written
#[derive(Debug, Default, clap::Args)]
struct ShowArgs {
    /// Only one of the two languages
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Those of this project alone
    #[arg(long, value_name = "PROJECT")]
    project: Option<String>,
    /// Print one JSON array
    #[arg(long)]
    json: bool,
}

/// The two languages, as they are typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// By what events are grouped
    Fingerprint,
    /// Whose code a frame is
    Stack,
}

impl Kind {
    fn rules(self) -> RuleKind {
        match self {
            Self::Fingerprint => RuleKind::Fingerprint,
            Self::Stack => RuleKind::Stack,
        }
    }
}

pub(super) fn rules(config: &Config, args: RulesArgs) -> Result<ExitCode, CliError> {
    match args.what.unwrap_or(What::Show(ShowArgs::default())) {
        What::Check(args) => return check(&args),
        What::Preview(args) => preview(config, &args)?,
        What::Set(args) => set(config, &args)?,
        What::Show(args) => show(config, &args)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Rules, as JSON has them.
#[derive(Serialize)]
struct RulesJson<'a> {
    /// Null: for all projects.
    project: Option<&'a str>,
    kind: &'static str,
    rules: usize,
    text: &'a str,
}

fn show(config: &Config, args: &ShowArgs) -> Result<(), CliError> {
    let store = client::read(config)?;
    if let Some(slug) = &args.project
        && !store.reader.has_project(slug)?
    {
        return Err(no_project(slug));
    }
    let mut texts = store.reader.rule_texts()?;
    texts.retain(|text| args.kind.is_none_or(|kind| text.kind == kind.rules()));
    texts.retain(|text| args.project.is_none() || text.project == args.project);
    if args.json {
        return output::json_line(&texts.iter().map(rules_json).collect::<Vec<_>>());
    }
    if args.kind.is_some() {
        let written = texts.iter().find(|text| text.project == args.project);
        return output::text(&clean(written.map(|written| written.text.as_str()).unwrap_or_default()));
    }
    if texts.is_empty() {
        say!("there are no rules{}", for_whom(args.project.as_deref(), ""))?;
        output::hint("`crashtray rules set FILE --kind stack` sets some; `crashtray help rules` says how they read.");
    }
    for text in &texts {
        let n = counted(n_rules(text), text.kind);
        say!("# {n}{}\n{}", for_whom(text.project.as_deref(), " for all projects"), clean(text.text.trim_end()))?;
    }
    Ok(())
}

fn rules_json(text: &RuleText) -> RulesJson<'_> {
    RulesJson { project: text.project.as_deref(), kind: text.kind.name(), rules: n_rules(text), text: &text.text }
}

fn n_rules(text: &RuleText) -> usize {
    let mut set = RuleSet::default();
    set.add(text.kind, &text.text);
    set.n(text.kind)
}

/// What is wrong, as JSON has it.
#[derive(Serialize)]
struct CheckJson {
    rules: usize,
    errors: Vec<ErrorJson>,
}

#[derive(Serialize)]
struct ErrorJson {
    line: u32,
    column: u32,
    expected: String,
}

fn check(args: &CheckArgs) -> Result<ExitCode, CliError> {
    let (file, kind) = (args.file.as_path(), args.kind.rules());
    let text = text_of(file)?;
    let mut set = RuleSet::default();
    let errors = set.add(kind, &text);
    if args.json {
        let is_good = errors.is_empty();
        let json = |error: RuleError| ErrorJson { line: error.line, column: error.column, expected: error.expected };
        output::json_line(&CheckJson { rules: set.n(kind), errors: errors.into_iter().map(json).collect() })?;
        return Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    refuse(file, &text, &errors)?;
    say!("{}: all can be read", counted(set.n(kind), kind))?;
    Ok(ExitCode::SUCCESS)
}

fn set(config: &Config, args: &SetArgs) -> Result<(), CliError> {
    let kind = args.kind.rules();
    let text = good_text(&args.file, kind)?;
    let input = json!({ "project": args.project, "kind": kind.name(), "text": text });
    let answer: Box<RawValue> = client::call(config, "set_rules", &input)?;
    if args.json {
        return output::json_line(&answer);
    }
    let Done { n } = serde_json::from_str(answer.get()).map_err(CliError::internal)?;
    say!("{}{} from now on", counted(n, kind), for_whom(args.project.as_deref(), " for all projects"))?;
    let of_project = args.project.as_ref().map(|slug| format!(" --project {slug}")).unwrap_or_default();
    output::hint(&format!(
        "`crashtray rules preview --kind {}{of_project}` says what they would change in what is kept.",
        kind.name()
    ));
    Ok(())
}

/// What `set_rules` answers.
#[derive(Deserialize)]
struct Done {
    n: usize,
}

/// What `preview_rules` answers.
#[derive(Deserialize)]
struct Preview {
    issues: usize,
    events: usize,
    moved: usize,
    merges: Vec<Merge>,
    splits: Vec<Split>,
    renamed: Vec<Rename>,
}

#[derive(Deserialize)]
struct Merge {
    into: Option<Issue>,
    title: String,
    issues: Vec<Issue>,
}

#[derive(Deserialize)]
struct Split {
    issue: Issue,
    parts: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    into: Option<u32>,
    title: String,
    events: usize,
}

#[derive(Deserialize)]
struct Rename {
    issue: Issue,
    title: String,
}

#[derive(Deserialize)]
struct Issue {
    id: String,
    title: String,
    events: usize,
}

fn preview(config: &Config, args: &PreviewArgs) -> Result<(), CliError> {
    let kind = args.kind.rules();
    let text = match &args.file {
        Some(file) => Some(good_text(file, kind)?),
        None => None,
    };
    let input = json!({ "project": args.project, "kind": kind.name(), "text": text });
    let answer: Box<RawValue> = client::look(config, "preview_rules", &input)?;
    if args.json {
        return output::json_line(&answer);
    }
    let preview: Preview = serde_json::from_str(answer.get()).map_err(CliError::internal)?;
    output::text(&clean(&preview_lines(&preview).concat()))
}

fn preview_lines(preview: &Preview) -> Vec<String> {
    let mut lines = Vec::new();
    for Merge { into, title, issues } in &preview.merges {
        let into = into.as_ref().map_or("a new issue", |into| into.id.as_str());
        lines.push(format!("would become one, {into}: {title}\n"));
        lines.extend(issues.iter().map(|Issue { id, title, events }| part(*events, &format!("{id}  {title}"))));
    }
    for Split { issue: Issue { id, title, .. }, parts } in &preview.splits {
        lines.push(format!("would fall apart, {id}: {title}\n"));
        lines.extend(parts.iter().map(|Part { into, title, events }| {
            let into = into.map_or("a new issue".to_owned(), |number| format!("issue {number}"));
            part(*events, &format!("{into}  {title}"))
        }));
    }
    for Rename { issue, title } in &preview.renamed {
        lines.push(format!("would be called `{title}`, {}: {}\n", issue.id, issue.title));
    }
    if lines.is_empty() {
        lines.push("nothing would change\n".to_owned());
    }
    let (n_events, n_issues) = (plural(preview.events, "event"), plural(preview.issues, "issue"));
    lines.push(format!("looked at {n_events} of {n_issues}; {} would move\n", plural(preview.moved, "event")));
    lines
}

fn part(n_events: usize, what: &str) -> String {
    format!("  {}  {what}\n", plural(n_events, "event"))
}

fn plural(n: usize, what: &str) -> String {
    match n {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        more => format!("{more} {what}s"),
    }
}

/// `3 stack-trace rules`.
fn counted(n: usize, kind: RuleKind) -> String {
    match kind {
        RuleKind::Fingerprint => plural(n, "fingerprint rule"),
        RuleKind::Stack => plural(n, "stack-trace rule"),
    }
}

fn for_whom(project: Option<&str>, all: &str) -> String {
    project.map_or(all.to_owned(), |slug| format!(" for `{}`", clean(slug)))
}

fn no_project(slug: &str) -> CliError {
    CliError::failure(anyhow::Error::msg(format!("there is no project `{}`", clean(slug))))
        .hint("A project is made when its first event comes; `crashtray doctor` lists those that there are.")
}

/// Rules that can be read, all of them.
fn good_text(file: &Path, kind: RuleKind) -> Result<String, CliError> {
    let text = text_of(file)?;
    refuse(file, &text, &RuleSet::default().add(kind, &text))?;
    Ok(text)
}

/// Points at what is wrong.
fn refuse(file: &Path, text: &str, errors: &[RuleError]) -> Result<(), CliError> {
    if errors.is_empty() {
        return Ok(());
    }
    let name = if is_stdin(file) { "the standard input".into() } else { file.to_string_lossy() };
    let mut said = format!("{} of `{}` cannot be read", plural(errors.len(), "line"), clean(&name));
    for RuleError { line, column, expected, .. } in errors.iter().take(SHOWN) {
        let source = text.lines().nth(*line as usize - 1).unwrap_or_default();
        let before = " ".repeat(*column as usize - 1);
        said += &format!("\nline {line}: {}\n  {}\n  {before}^", clean(expected), clean(&source.replace('\t', " ")));
    }
    if errors.len() > SHOWN {
        said += &format!("\n… and {} more", errors.len() - SHOWN);
    }
    Err(CliError::failure(anyhow::Error::msg(said)))
}

fn is_stdin(file: &Path) -> bool {
    file == Path::new("-")
}

/// A file that is surely too long is not read to its end.
fn text_of(file: &Path) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    let most = MAX_BYTES as u64 + 1;
    let read = match is_stdin(file) {
        true => std::io::stdin().lock().take(most).read_to_end(&mut bytes),
        false => std::fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes)),
    };
    let failed = |why: &dyn std::fmt::Display| {
        CliError::failure(anyhow::Error::msg(format!("`{}` cannot be read: {why}", clean(&file.to_string_lossy()))))
    };
    read.map_err(|error| failed(&error))?;
    // The cut may be within a character; the text is too long then anyway.
    String::from_utf8(bytes).map_err(|error| failed(&error))
}
