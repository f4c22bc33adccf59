//! The contract as TypeScript: `ui/src/api/gen.ts` is made by this test and committed.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use ts_rs::{Config, TS, TypeVisitor};

use super::commands::Commands;
use super::view::{ChangeLine, ChangeView};
use super::{Code, RpcError};

/// Declarations by name, so that the file is the same on every machine.
struct Declarations {
    config: Config,
    found: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_none() || self.found.contains_key(&T::ident(&self.config)) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = format!("{docs}export {}\n", T::decl(&self.config));
        self.found.insert(T::ident(&self.config), declaration);
        T::visit_dependencies(self);
    }
}

fn contract() -> String {
    let mut all = Declarations { config: Config::default(), found: BTreeMap::new() };
    all.visit::<Commands>();
    all.visit::<ChangeLine>();
    all.visit::<ChangeView>();
    all.visit::<RpcError>();
    all.visit::<Code>();
    let mut text = "// Made from `src-tauri/engine/src/rpc/` by `cargo test`; do not edit.\n\n".to_owned();
    text += "/** Any JSON value. */\nexport type JsonValue = null | boolean | number | string | JsonValue[] | { [key in string]?: JsonValue };\n";
    for declaration in all.found.values() {
        let _ = write!(text, "\n{declaration}");
    }
    text
}

#[test]
fn the_contract_for_the_page_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/api/gen.ts");
    let contract = contract();
    assert!(!contract.contains("bigint"), "a number that does not fit JSON: use u32, f64 or a string");
    let before = std::fs::read_to_string(&path).unwrap_or_default();
    if before != contract {
        std::fs::write(&path, &contract).unwrap();
        panic!("{} was out of date and has been made anew: commit it", path.display());
    }
}
