//! Where the variables come from, and what they are read for.

use std::collections::HashMap;

use super::bot::Config;
use super::google::GoogleOptions;
use super::problems::Problems;
use super::reader::Reader;
use crate::variables::is_known;

/// What the environment is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Running the bot: what that needs must be there.
    Run,
    /// Anything else: what only the bot needs may be missing.
    Tools,
}

/// The variables of a process, and what was wrong with them already.
#[derive(Default)]
pub(crate) struct Variables {
    pub(super) values: HashMap<String, String>,
    pub(super) problems: Vec<String>,
}

impl Config {
    /// Reads what `lookup` knows; an empty value counts as none.
    pub fn read(
        purpose: Purpose,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Problems> {
        Self::read_with(purpose, &lookup, Vec::new())
    }

    fn read_with(
        purpose: Purpose,
        lookup: &dyn Fn(&str) -> Option<String>,
        problems: Vec<String>,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(lookup, problems);
        let config = reader.config();
        let mut problems = reader.problems;
        if purpose == Purpose::Run {
            problems.extend(config.lacks.iter().cloned());
        }
        if problems.is_empty() {
            Ok(config)
        } else {
            Err(Problems(problems))
        }
    }
}

pub(super) fn is_production(value: &str) -> bool {
    ["production", "prod"].contains(&value.trim().to_lowercase().as_str())
}

impl Variables {
    /// What the process was given; outside production also what stands in `.env`, where the process says nothing.
    pub(crate) fn of_process() -> Self {
        let mut process = Self::default();
        for (name, value) in std::env::vars_os() {
            match (name.into_string(), value.into_string()) {
                (Ok(name), Ok(value)) => drop(process.values.insert(name, value)),
                (Ok(name), Err(_)) if is_known(&name) => {
                    process.problems.push(format!("{name} is not UTF-8"));
                }
                _ => {}
            }
        }
        let production = process.values.get("APP_ENV");
        if !production.is_some_and(|it| is_production(it)) {
            process.add_file();
        }
        process
    }

    /// Reads everything.
    pub(crate) fn config(self, purpose: Purpose) -> Result<Config, Problems> {
        let values = self.values;
        Config::read_with(purpose, &|name| values.get(name).cloned(), self.problems)
    }

    /// Reads only where secrets are kept. What is wrong with it is told when everything is read.
    pub(crate) fn google(&self) -> GoogleOptions {
        let lookup = |name: &str| self.values.get(name).cloned();
        let production = lookup("APP_ENV").is_some_and(|it| is_production(&it));
        GoogleOptions::read(&mut Reader::new(&lookup, Vec::new()), production)
    }

    fn add_file(&mut self) {
        let Ok(lines) = dotenvy::dotenv_iter() else {
            return;
        };
        for line in lines {
            match line {
                Ok((name, value)) => drop(self.values.entry(name).or_insert(value)),
                // The error would quote the line.
                Err(_) => self.problems.push(
                    "a line of the file .env cannot be read: values with blanks need quotes"
                        .to_owned(),
                ),
            }
        }
        self.problems.dedup();
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::panic::AssertUnwindSafe;

    use super::super::testing::read_for;
    use super::*;
    use crate::variables::{LEGACY_VARIABLES, SECRET_VARIABLES, VARIABLES};

    const PRODUCTION: (&str, &str) = ("APP_ENV", "production");
    const TOKEN: (&str, &str) = ("BOT_TOKEN", "abc.def.ghi");
    const KEY: (&str, &str) = ("API_KEY", "0123456789abcdef0123456789abcdef");

    #[test]
    fn every_variable_that_is_read_is_known_and_the_other_way_round() {
        let asked = RefCell::new(Vec::new());
        let _ = Config::read(Purpose::Run, |name| {
            asked.borrow_mut().push(name.to_owned());
            None
        });
        let asked = asked.into_inner();
        for name in &asked {
            assert!(is_known(name), "{name} is read and not documented");
        }
        let documented = VARIABLES.iter().map(|it| it.name);
        for name in documented.chain(LEGACY_VARIABLES) {
            assert!(
                asked.iter().any(|it| it == name),
                "{name} is documented and not read"
            );
        }
    }

    #[test]
    fn the_bot_does_not_start_in_production_without_anything_to_tell_who_asks() {
        let refused = read_for(Purpose::Run, &[PRODUCTION])
            .unwrap_err()
            .to_string();
        assert!(refused.contains("BOT_TOKEN is not set"), "{refused}");
        assert!(
            refused.contains("neither API_KEY nor SUPABASE"),
            "{refused}"
        );
        for enough in [
            &[PRODUCTION, TOKEN, KEY][..],
            &[
                PRODUCTION,
                TOKEN,
                ("SUPABASE_URL", "https://project.supabase.co"),
            ],
            &[PRODUCTION, TOKEN, ("STRICT_SECURITY_MODE", "0")],
            &[TOKEN],
        ] {
            let config = read_for(Purpose::Run, enough);
            assert!(
                config.is_ok(),
                "{:?}",
                config.err().map(|it| it.to_string())
            );
        }
        let strict = read_for(Purpose::Run, &[TOKEN, ("STRICT_SECURITY_MODE", "1")]);
        assert!(strict.is_err(), "strictness outside production");
    }

    #[test]
    fn tools_run_where_the_bot_would_not() {
        let config = read_for(Purpose::Tools, &[PRODUCTION]).unwrap();
        assert_eq!(config.lacks.len(), 2, "{:?}", config.lacks);
    }
    #[test]
    fn no_secret_shows_in_debug_output_or_in_a_panic() {
        let mark = |name: &str| format!("hush-{name}-0123456789abcdef0123456789abcdef");
        let is_secret = |name: &str| SECRET_VARIABLES.contains(&name);
        let config = Config::read(Purpose::Tools, |name| match name {
            "DATABASE_URL" => Some(format!("postgres://a:{}@db.example/a", mark(name))),
            "USE_TEST_BOT" => Some("1".to_owned()),
            _ => is_secret(name).then(|| mark(name)),
        })
        .unwrap();
        assert!(!format!("{config:?} {config:#?}").contains("hush"));
        let breaking = AssertUnwindSafe(|| panic!("it broke with {config:?}"));
        let said = std::panic::catch_unwind(breaking);
        let said = said.unwrap_err();
        let words = said.downcast_ref::<String>().unwrap();
        assert!(words.starts_with("it broke") && !words.contains("hush"));
    }
}
