//! The dependency rule: dependencies point inwards, and each outside library has its home.
//!
//! To let a crate use another library, give the library a home in `../src/homes.rs` with its reason; a longer `PURE` needs an
//! ADR.

use architecture_tests::{HOMES, PURE, TEST_LIBRARIES, root};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// The ring of one of our crates, and the rings it may use; none for an outside library.
fn ring(krate: &str) -> Option<(&'static str, &'static [&'static str])> {
    Some(match krate {
        "parsers" | "sanitizer" => ("text", &[]),
        "kernel" => ("kernel", &[]),
        "settings-core" => ("settings", &["text", "kernel"]),
        "language-model" => ("model", &["text", "kernel", "settings"]),
        "settings-json" => ("format", &["kernel", "settings"]),
        "discord-simulator" => ("simulator", &[]),
        "alphapy-app" => (
            "app",
            &[
                "text",
                "kernel",
                "settings",
                "model",
                "core",
                "format",
                "adapter",
                "simulator",
            ],
        ),
        _ if krate.ends_with("-core") => ("core", &["text", "kernel", "settings", "model"]),
        _ if krate.starts_with("adapter-") => (
            "adapter",
            &["text", "kernel", "settings", "model", "core", "format"],
        ),
        _ => return None,
    })
}

fn is_pure(ring: &str) -> bool {
    ["text", "kernel", "settings", "model", "core"].contains(&ring)
}

/// Whether `krate` may depend on `used`, and if not, why.
fn judge(krate: &str, used: &str, kind: DependencyKind, features: &[String]) -> Result<(), String> {
    let (from, may_use) =
        ring(krate).ok_or_else(|| format!("{krate} has no ring: give it one in `ring`"))?;
    let in_tests = kind == DependencyKind::Development;
    if let Some((to, _)) = ring(used) {
        return match () {
            () if in_tests && (from != "text" || krate == used) => Ok(()),
            () if !may_use.contains(&to) => {
                Err(format!("{krate} ({from}) must not use {used} ({to})"))
            }
            () if features.iter().any(|it| it == "testing") => Err(format!(
                "{krate} uses the fakes of {used} outside its tests"
            )),
            () => Ok(()),
        };
    }
    if PURE.contains(&used) || in_tests && TEST_LIBRARIES.contains(&used) {
        return Ok(());
    }
    // The most exact entry counts: `tower-http` before `tower`.
    let home = HOMES
        .iter()
        .filter(|it| names(it.library, used))
        .max_by_key(|it| it.library.len());
    let Some(home) = home else {
        return Err(format!(
            "{used}, which {krate} uses, has no home: give it one in `HOMES`, with its reason"
        ));
    };
    let lives_in = |crates: &[&str]| crates.iter().any(|it| krate.starts_with(it));
    if is_pure(from) && !in_tests {
        return Err(format!(
            "{krate} ({from}) is pure and must not use {used}: only {PURE:?}"
        ));
    }
    if lives_in(home.crates) || in_tests && lives_in(home.tests) {
        return Ok(());
    }
    Err(format!(
        "{krate} must not use {used} ({}); it lives in {:?}",
        home.why, home.crates
    ))
}

/// `serde` names `serde` and `serde_json`, `tokio` also `tokio-util`, `twilight-` everything of twilight.
fn names(library: &str, used: &str) -> bool {
    used.strip_prefix(library).is_some_and(|rest| {
        rest.is_empty() || library.ends_with('-') || rest.starts_with(['-', '_'])
    })
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .expect("cargo reads our manifests")
}

fn is_test_crate(package: &Package) -> bool {
    package
        .manifest_path
        .as_std_path()
        .starts_with(root().join("tests"))
}

#[test]
fn dependencies_point_inwards_and_every_library_is_at_home() {
    let metadata = metadata();
    let crates = metadata.packages.iter().filter(|it| !is_test_crate(it));
    let wrong: Vec<_> = crates
        .flat_map(|user| user.dependencies.iter().map(move |used| (user, used)))
        .filter_map(|(user, used)| judge(&user.name, &used.name, used.kind, &used.features).err())
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_crate_of_ours_has_a_ring() {
    let metadata = metadata();
    let homeless: Vec<_> = metadata
        .packages
        .iter()
        .filter(|it| !is_test_crate(it) && ring(&it.name).is_none())
        .map(|it| it.name.to_string())
        .collect();
    assert!(homeless.is_empty(), "crates without a ring: {homeless:?}");
}

#[test]
fn the_rule_refuses_what_it_should() {
    use DependencyKind::{Development, Normal};
    let refused = |user: &str, used: &str, kind| judge(user, used, kind, &[]).is_err();
    assert!(
        refused("reminders-core", "adapter-postgres", Normal),
        "outwards"
    );
    assert!(
        refused("reminders-core", "tickets-core", Normal),
        "one feature into another"
    );
    assert!(
        refused("adapter-discord", "adapter-postgres", Normal),
        "one adapter into another"
    );
    assert!(
        refused("discord-simulator", "kernel", Normal),
        "the simulator knows nothing of us"
    );
    assert!(refused("parsers", "kernel", Normal), "text stands alone");
    assert!(
        refused("parsers", "kernel", Development),
        "text stands alone, in its tests too"
    );
    assert!(
        refused("kernel", "serde", Normal),
        "a format in a pure ring"
    );
    assert!(
        refused("reminders-core", "tokio", Normal),
        "a runtime in a pure ring"
    );
    assert!(
        refused("settings-core", "settings-json", Normal),
        "rules that know a format"
    );
    assert!(
        refused("language-model", "tickets-core", Normal),
        "a model that knows a feature"
    );
    assert!(
        refused("language-model", "reqwest", Normal),
        "a rule that asks by itself"
    );
    assert!(
        refused("settings-json", "tokio", Normal),
        "a format that does more than read and write"
    );
    assert!(
        refused("adapter-api", "sqlx", Normal),
        "a second home for the database"
    );
    assert!(
        refused("adapter-postgres", "twilight-model", Development),
        "a second home for Discord"
    );
    assert!(
        refused("adapter-api", "left-pad", Normal),
        "a library without a home"
    );
    assert!(
        refused("mystery", "kernel", Normal),
        "a crate without a ring"
    );
    assert!(
        judge("adapter-discord", "kernel", Normal, &["testing".to_owned()]).is_err(),
        "fakes in production"
    );
}

#[test]
fn the_rule_allows_what_it_should() {
    use DependencyKind::{Development, Normal};
    let allowed = |user: &str, used: &str, kind| judge(user, used, kind, &[]);
    assert_eq!(allowed("reminders-core", "settings-core", Normal), Ok(()));
    assert_eq!(allowed("tickets-core", "language-model", Normal), Ok(()));
    assert_eq!(allowed("adapter-postgres", "sqlx", Normal), Ok(()));
    assert_eq!(
        allowed("discord-simulator", "twilight-http", Development),
        Ok(())
    );
    assert_eq!(allowed("reminders-core", "tokio", Development), Ok(()));
    assert_eq!(allowed("alphapy-app", "discord-simulator", Normal), Ok(()));
}
