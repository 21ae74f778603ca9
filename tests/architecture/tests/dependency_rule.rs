//! The dependency rule: dependencies point inwards, and each outside library has its home.
//!
//! To let a crate use another library, give the library a home in `HOMES` with its reason; a longer `PURE` needs an ADR.

use architecture_tests::root;
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Outside libraries that the pure rings may use: no runtime, no format, no input or output.
const PURE: [&str; 9] = [
    "async-trait",
    "chrono",
    "chrono-tz",
    "futures-util",
    "secrecy",
    "thiserror",
    "unicode-normalization",
    "unicode-segmentation",
    "uuid",
];

/// Where an outside library may be used; names are prefixes.
struct Home {
    library: &'static str,
    crates: &'static [&'static str],
    /// Crates whose tests use it as well.
    tests: &'static [&'static str],
    why: &'static str,
}

const ADAPTERS: &str = "adapter-";
const ANY_TEST: &[&str] = &[""];

const fn home(library: &'static str, crates: &'static [&'static str], why: &'static str) -> Home {
    Home {
        library,
        crates,
        tests: &[],
        why,
    }
}

const HOMES: &[Home] = &[
    home(
        "anyhow",
        &["alphapy-app"],
        "only the program ends with an error for people; tests may use it",
    ),
    Home {
        tests: &["adapter-discord"],
        ..home(
            "axum",
            &["adapter-api", "discord-simulator"],
            "the two HTTP servers; a third answers to transport tests",
        )
    },
    home(
        "base64",
        &["discord-simulator", "adapter-supabase", "adapter-gcp"],
        "a token names its application in base64, another is made of it",
    ),
    home(
        "bytes",
        &["adapter-discord"],
        "bodies of answers, not copied",
    ),
    home("clap", &["alphapy-app"], "the command line"),
    home(
        "dotenvy",
        &["alphapy-app"],
        "the environment is read once, by the program",
    ),
    home(
        "http",
        &["adapter-discord", "alphapy-app"],
        "twilight's transport speaks in its types; the program reads addresses",
    ),
    home(
        "ipnet",
        &["alphapy-app", "adapter-api"],
        "networks of proxies that are trusted",
    ),
    home(
        "jsonschema",
        &["discord-simulator"],
        "request bodies are held against Discord's description",
    ),
    home(
        "metrics-exporter-prometheus",
        &["alphapy-app"],
        "the program chooses who collects; adapters only measure",
    ),
    home(
        "metrics",
        &[ADAPTERS, "alphapy-app"],
        "measuring is an adapter's affair, never a rule",
    ),
    Home {
        tests: &["alphapy-app"],
        ..home(
            "nix",
            &["adapter-postgres"],
            "processes, accounts and locks of the private server; signals to the program in its tests",
        )
    },
    Home {
        tests: &["discord-simulator"],
        ..home(
            "reqwest",
            &[
                "adapter-discord",
                "adapter-openai",
                "adapter-supabase",
                "adapter-gcp",
            ],
            "HTTP towards others",
        )
    },
    Home {
        tests: &["discord-simulator"],
        ..home(
            "rustls",
            &[
                "alphapy-app",
                "adapter-discord",
                "adapter-supabase",
                "adapter-gcp",
            ],
            "one TLS provider, installed by the program",
        )
    },
    home(
        "serde",
        &[
            ADAPTERS,
            "settings-json",
            "alphapy-app",
            "discord-simulator",
        ],
        "formats belong to the rings that talk to others",
    ),
    home(
        "sqlx",
        &["adapter-postgres"],
        "only one crate knows the database",
    ),
    home(
        "tempfile",
        &["adapter-postgres", "alphapy-app"],
        "throw-away servers of tests and the demo",
    ),
    home(
        "tokio",
        &[ADAPTERS, "alphapy-app", "discord-simulator"],
        "the runtime stays out of the rules",
    ),
    home("tower-http", &["adapter-api"], "layers around the API"),
    home(
        "hyper",
        &["adapter-api"],
        "connections with time-outs that axum's own server does not have",
    ),
    home(
        "tracing-subscriber",
        &["alphapy-app"],
        "the program chooses where log lines go",
    ),
    home(
        "tracing",
        &[ADAPTERS, "alphapy-app", "discord-simulator"],
        "cores return what happened and do not log",
    ),
    Home {
        tests: &["discord-simulator"],
        ..home(
            "twilight-",
            &["adapter-discord"],
            "only one crate knows Discord's library; the simulator is tested by it",
        )
    },
    home(
        "sha2",
        &["adapter-api"],
        "keys are compared by their digests",
    ),
    home(
        "subtle",
        &["adapter-api"],
        "comparing keys takes the same time whatever was shown",
    ),
    home(
        "utoipa",
        &["adapter-api"],
        "the API describes itself where it is written",
    ),
    home(
        "ring",
        &["adapter-supabase", "adapter-gcp"],
        "signatures of tokens",
    ),
    home(
        "webpki-roots",
        &["adapter-discord", "adapter-supabase", "adapter-gcp"],
        "whom to trust, without the machine's own files",
    ),
    Home {
        tests: ANY_TEST,
        ..home("cargo_metadata", &[], "tests only")
    },
    Home {
        tests: ANY_TEST,
        ..home("criterion", &[], "benchmarks only")
    },
    Home {
        tests: ANY_TEST,
        ..home(
            "http-body-util",
            &["adapter-api", "adapter-discord"],
            "bodies of answers",
        )
    },
    Home {
        tests: ANY_TEST,
        ..home("insta", &[], "tests only")
    },
    Home {
        tests: ANY_TEST,
        ..home(
            "memchr",
            &[],
            "the limit that benchmarks show beside their figures",
        )
    },
    Home {
        tests: ANY_TEST,
        ..home("proptest", &[], "tests only")
    },
    Home {
        tests: &["parsers"],
        ..home("rrule", &[], "what our own expansion is compared with")
    },
    Home {
        tests: &["adapter-api"],
        ..home(
            "tower",
            &["adapter-api", "adapter-discord"],
            "services called without a server",
        )
    },
    Home {
        tests: ANY_TEST,
        ..home("wiremock", &[], "tests only")
    },
];

/// Libraries that every crate's tests may use beside those with a home there.
const TEST_LIBRARIES: [&str; 4] = ["anyhow", "serde_json", "tempfile", "tokio"];

/// The ring of one of our crates, and the rings it may use; none for an outside library.
fn ring(krate: &str) -> Option<(&'static str, &'static [&'static str])> {
    Some(match krate {
        "parsers" | "sanitizer" => ("text", &[]),
        "kernel" => ("kernel", &[]),
        "settings-core" => ("settings", &["text", "kernel"]),
        "settings-json" => ("format", &["kernel", "settings"]),
        "discord-simulator" => ("simulator", &[]),
        "alphapy-app" => (
            "app",
            &[
                "text",
                "kernel",
                "settings",
                "core",
                "format",
                "adapter",
                "simulator",
            ],
        ),
        _ if krate.ends_with("-core") => ("core", &["text", "kernel", "settings"]),
        _ if krate.starts_with("adapter-") => {
            ("adapter", &["text", "kernel", "settings", "core", "format"])
        }
        _ => return None,
    })
}

fn is_pure(ring: &str) -> bool {
    ["text", "kernel", "settings", "core"].contains(&ring)
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
    assert_eq!(allowed("adapter-postgres", "sqlx", Normal), Ok(()));
    assert_eq!(
        allowed("discord-simulator", "twilight-http", Development),
        Ok(())
    );
    assert_eq!(allowed("reminders-core", "tokio", Development), Ok(()));
    assert_eq!(allowed("alphapy-app", "discord-simulator", Normal), Ok(()));
}
