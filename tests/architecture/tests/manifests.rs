//! Versions and lints are written once, in the root manifest.

use architecture_tests::{files, members, read};

/// The lines of a member's manifest that name a version, a path or a source of their own.
fn own_sources(manifest: &str) -> Vec<&str> {
    let mut in_dependencies = false;
    let mut wrong = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
            if line.contains("dependencies.") {
                wrong.push(line);
            }
        } else if in_dependencies && line.contains('=') && !line.starts_with('#') {
            let inherited = line.contains(".workspace = true")
                || line.contains("workspace = true,")
                || line.contains("{ workspace = true }");
            if !inherited {
                wrong.push(line);
            }
        }
    }
    wrong
}

#[test]
fn every_dependency_of_a_member_comes_from_the_root_manifest() {
    for member in members() {
        let manifest = read(format!("{member}/Cargo.toml"));
        let wrong = own_sources(&manifest);
        assert!(
            wrong.is_empty(),
            "{member}: {wrong:?} belongs to [workspace.dependencies]"
        );
    }
}

#[test]
fn a_version_of_its_own_is_noticed() {
    assert_eq!(
        own_sources("[dependencies]\nserde = \"1\"\ntokio.workspace = true"),
        ["serde = \"1\""]
    );
    assert_eq!(
        own_sources("[dev-dependencies.serde]\nversion = \"1\""),
        ["[dev-dependencies.serde]"]
    );
}

#[test]
fn every_member_inherits_the_package_fields_and_the_lints() {
    for member in members() {
        let manifest = read(format!("{member}/Cargo.toml"));
        let fields = ["version", "edition", "rust-version", "license", "publish"];
        for field in fields.map(|it| format!("{it}.workspace = true")) {
            assert!(manifest.contains(&field), "{member} lacks {field}");
        }
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{member} does not inherit the lints"
        );
    }
}

#[test]
fn a_crate_is_named_as_its_folder() {
    for member in members().into_iter().filter(|it| it.starts_with("crates/")) {
        let name = member.trim_start_matches("crates/");
        assert!(
            read(format!("{member}/Cargo.toml")).contains(&format!("name = \"{name}\"")),
            "{member}"
        );
        assert!(!name.contains('/'), "{member}: crates lie flat");
    }
}

#[test]
fn the_root_manifest_is_a_workspace_without_a_package() {
    let manifest = read("Cargo.toml");
    assert!(!manifest.contains("[package]"));
    assert!(manifest.contains("members = [\"crates/*\", \"tests/*\"]"));
    assert!(
        files().contains(&"Cargo.lock".to_owned()),
        "the lock file is committed"
    );
}
