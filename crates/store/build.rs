//! Lists the migrations of `migrations/` for the compiler, so that adding one means adding a file and nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The texts of one migration: either one for both engines, or one for each.
#[derive(Default)]
struct Texts {
    sqlite: Option<PathBuf>,
    postgres: Option<PathBuf>,
}

fn main() {
    let root =
        PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the crate's folder"));
    let folder = root.join("migrations");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build.rs");

    let out =
        PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder for generated files"));
    fs::write(out.join("migrations.rs"), list(&read(&folder)))
        .expect("the generated file can be written");
}

fn read(folder: &Path) -> BTreeMap<String, Texts> {
    let mut found: BTreeMap<String, Texts> = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.expect("the folder of migrations can be read").path();
        let file = path
            .file_name()
            .and_then(|it| it.to_str())
            .expect("migrations have plain names")
            .to_owned();
        let stem = file
            .strip_suffix(".sql")
            .unwrap_or_else(|| panic!("{file} is no .sql file"));
        let (name, engines) = match stem.rsplit_once('.') {
            Some((name, engine @ ("sqlite" | "postgres"))) => (name, vec![engine]),
            Some(_) => panic!("{file}: only .sqlite.sql and .postgres.sql may differ"),
            None => (stem, vec!["sqlite", "postgres"]),
        };
        let texts = found.entry(name.to_owned()).or_default();
        for engine in engines {
            let slot = if engine == "sqlite" {
                &mut texts.sqlite
            } else {
                &mut texts.postgres
            };
            assert!(
                slot.replace(path.clone()).is_none(),
                "{name} has two texts for {engine}"
            );
        }
    }
    found
}

fn list(found: &BTreeMap<String, Texts>) -> String {
    let mut code = String::from("&[\n");
    for (position, (name, texts)) in found.iter().enumerate() {
        let number: usize = name
            .split_once('_')
            .filter(|(number, _)| number.len() == 4)
            .and_then(|(number, _)| number.parse().ok())
            .unwrap_or_else(|| panic!("{name} does not begin with four digits and a line"));
        assert_eq!(
            number,
            position + 1,
            "{name}: migrations are numbered without gaps or doubles"
        );
        let text = |path: &Option<PathBuf>, engine| match path {
            Some(path) => format!("include_str!({:?})", path.display().to_string()),
            None => panic!("{name} has no text for {engine}"),
        };
        writeln!(
            code,
            "Migration {{ version: {number}, name: {name:?}, sqlite: {}, postgres: {} }},",
            text(&texts.sqlite, "sqlite"),
            text(&texts.postgres, "postgres"),
        )
        .expect("a string takes any text");
    }
    code + "]\n"
}
