//! Where each outside library may be used, and why.

/// Outside libraries that the pure rings may use: no runtime, no format, no input or output.
pub const PURE: [&str; 9] = [
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
pub struct Home {
    /// Its name, or what its name begins with.
    pub library: &'static str,
    /// The crates that may use it.
    pub crates: &'static [&'static str],
    /// Crates whose tests use it as well.
    pub tests: &'static [&'static str],
    /// Why it is used there.
    pub why: &'static str,
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

/// The home of each outside library.
pub const HOMES: &[Home] = &[
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
                "adapter-openai",
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
    home(
        "flate2",
        &["adapter-discord"],
        "files that are too large for Discord",
    ),
    home(
        "noto-sans-mono-bitmap",
        &["adapter-discord"],
        "letters of the charts",
    ),
    home("png", &["adapter-discord"], "charts as pictures"),
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
        &["adapter-supabase", "adapter-gcp", "adapter-postgres"],
        "signatures of tokens; keyed digests of who asked",
    ),
    home(
        "webpki-roots",
        &[
            "adapter-discord",
            "adapter-openai",
            "adapter-supabase",
            "adapter-gcp",
        ],
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
pub const TEST_LIBRARIES: [&str; 4] = ["anyhow", "serde_json", "tempfile", "tokio"];
