//! Variables that do not hold a secret but name one: `BOT_TOKEN=gsm:alphapy-bot-token`.

use operations_core::SecretName;
use secrecy::{ExposeSecret as _, SecretString};

use super::environment::Variables;
use crate::variables::SECRET_VARIABLES;

/// What a variable begins with that names a secret of the manager.
const SCHEME: &str = "gsm:";

/// A variable that names a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The variable.
    pub(crate) variable: &'static str,
    /// The secret that it names.
    pub(crate) secret: SecretName,
}

impl Variables {
    /// Whether a variable names a secret.
    pub(crate) fn names_secrets(&self) -> bool {
        let mut variables = SECRET_VARIABLES.iter();
        variables.any(|it| self.named(it).is_some())
    }

    /// Takes every variable out that names a secret, so that none is mistaken for one.
    pub(crate) fn take_references(&mut self) -> Vec<Reference> {
        let mut references = Vec::new();
        for variable in SECRET_VARIABLES {
            let Some(named) = self.named(variable) else {
                continue;
            };
            self.values.remove(variable);
            match named.parse() {
                Ok(secret) => references.push(Reference { variable, secret }),
                Err(_) => self.problems.push(format!(
                    "{variable} must name a secret after gsm: by letters, digits, - and _"
                )),
            }
        }
        references
    }

    /// A variable holds this secret.
    pub(crate) fn put(&mut self, variable: &str, secret: &SecretString) {
        let secret = secret.expose_secret().to_owned();
        self.values.insert(variable.to_owned(), secret);
    }

    /// Something is wrong with a variable.
    pub(crate) fn problem(&mut self, words: String) {
        self.problems.push(words);
    }

    /// A secret that the environment itself holds.
    pub(crate) fn held(&self, variable: &str) -> Option<SecretString> {
        let value = self.values.get(variable)?.trim();
        let holds = !value.is_empty() && !value.starts_with(SCHEME);
        holds.then(|| SecretString::from(value))
    }

    fn named(&self, variable: &str) -> Option<String> {
        let name = self.values.get(variable)?.trim().strip_prefix(SCHEME)?;
        Some(name.trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::super::environment::Purpose;
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> Variables {
        let mut variables = Variables::default();
        for (name, value) in pairs {
            variables.put(name, &SecretString::from(*value));
        }
        variables
    }

    #[test]
    fn only_secrets_are_named_and_a_name_is_never_used_as_the_secret() {
        let mut variables = variables(&[
            ("BOT_TOKEN", " gsm:bot-token"),
            ("API_KEY", "gsm:a/b"),
            ("SERVICE_NAME", "gsm:name"),
        ]);
        let references = variables.take_references();
        assert_eq!(references.len(), 1);
        assert_eq!(references[0].variable, "BOT_TOKEN");
        assert_eq!(references[0].secret.as_str(), "bot-token");
        let problems = variables.config(Purpose::Tools).unwrap_err().to_string();
        assert!(
            problems.contains("API_KEY must name a secret"),
            "{problems}"
        );
    }

    #[test]
    fn what_names_a_secret_holds_none() {
        let variables = variables(&[("A", "gsm:a"), ("B", " held "), ("C", "")]);
        let held = |name| variables.held(name).map(|it| it.expose_secret().to_owned());
        assert_eq!((held("A"), held("C"), held("D")), (None, None, None));
        assert_eq!(held("B").as_deref(), Some("held"));
    }
}
