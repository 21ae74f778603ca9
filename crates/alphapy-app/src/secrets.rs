//! Where secrets come from: the environment, and Google's Secret Manager for those that it only names.

use std::collections::HashMap;
use std::error::Error as _;
use std::sync::Arc;

use adapter_gcp::{Account, GcpSecretManager, InvalidCredentials};
use kernel::Clock;
use operations_core::{
    SecretFallback, SecretLookup, SecretManager, SecretName, SecretNote, SecretSource, Secrets,
};
use secrecy::SecretString;

use crate::config::{GoogleOptions, Reference, Variables};
use crate::variables::SECRET_VARIABLES;

/// Where the secret of a variable was found, for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Found {
    /// The variable.
    pub(crate) variable: &'static str,
    /// Where its secret was.
    pub(crate) source: SecretSource,
    /// Why it was not the manager that gave it, where the manager was asked.
    pub(crate) detour: Option<&'static str>,
}

/// Replaces every variable that names a secret by the secret. What cannot be found becomes a problem of the variable.
pub(crate) async fn resolve(
    variables: &mut Variables,
    clock: Arc<dyn Clock>,
) -> (Vec<Found>, Option<Secrets>) {
    let references = variables.take_references();
    if references.is_empty() {
        return (Vec::new(), None);
    }
    let google = variables.google();
    let secrets = match secrets(&google, variables, &references, clock) {
        Ok(it) => it,
        Err(why) => {
            variables.problem(format!("GOOGLE_CREDENTIALS_JSON cannot be used: {why}"));
            return (Vec::new(), None);
        }
    };
    let mut found = Vec::new();
    for reference in references {
        let lookup = secrets.get(&reference.secret).await;
        let (variable, source) = (reference.variable, lookup.source);
        match &lookup.value {
            Some(value) => {
                variables.put(variable, value);
                let detour = lookup.notes.iter().find_map(detour);
                found.push(Found {
                    variable,
                    source,
                    detour,
                });
            }
            None => variables.problem(why_not(variable, &lookup, &google)),
        }
    }
    (found, Some(secrets))
}

/// The secrets of the project, and of the environment.
fn secrets(
    google: &GoogleOptions,
    variables: &Variables,
    references: &[Reference],
    clock: Arc<dyn Clock>,
) -> Result<Secrets, InvalidCredentials> {
    let manager = match &google.project {
        Some(project) => Some(manager(project, google, clock.clone())?),
        None => None,
    };
    let fallback = Environment::of(variables, google, references);
    Ok(Secrets::new(manager, Arc::new(fallback), clock))
}

fn manager(
    project: &str,
    google: &GoogleOptions,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn SecretManager>, InvalidCredentials> {
    let account = match &google.credentials {
        Some(key) => Account::of_service(key)?,
        None => Account::of_machine(),
    };
    let manager = GcpSecretManager::new(project, account, clock);
    Ok(Arc::new(match &google.manager_url {
        Some(url) => manager.at(url),
        None => manager,
    }))
}

fn detour(note: &SecretNote) -> Option<&'static str> {
    match note {
        SecretNote::NotFound => Some("the Secret Manager does not have it"),
        SecretNote::Denied => Some(
            "the Secret Manager does not show it: the account lacks the role Secret Manager Secret Accessor",
        ),
        SecretNote::Away(_) => Some("the Secret Manager could not be asked"),
        SecretNote::Stale => None,
    }
}

fn why_not(variable: &str, lookup: &SecretLookup, google: &GoogleOptions) -> String {
    let what = format!("{variable} names a secret");
    match lookup.notes.last() {
        _ if google.project.is_none() => {
            format!("{what} of the Secret Manager, but GOOGLE_PROJECT_ID is not set")
        }
        Some(SecretNote::Denied) => format!(
            "{what} that the Secret Manager does not show: give the account the role Secret Manager Secret Accessor"
        ),
        Some(SecretNote::Away(failure)) => {
            let cause = failure.source().map(|it| format!(": {it}"));
            format!("{what}, and {failure}{}", cause.unwrap_or_default())
        }
        Some(SecretNote::NotFound | SecretNote::Stale) | None => {
            format!("{what} that the Secret Manager does not have")
        }
    }
}

/// The secrets that the environment itself holds, as it was at the start.
struct Environment {
    held: HashMap<String, SecretString>,
    credentials: (SecretName, Option<SecretString>),
}

impl Environment {
    fn of(variables: &Variables, google: &GoogleOptions, references: &[Reference]) -> Self {
        let own = SECRET_VARIABLES.iter().copied().map(str::to_owned);
        let named = references.iter().map(|it| it.secret.variable());
        let held = |name: String| variables.held(&name).map(|it| (name, it));
        Self {
            held: own.chain(named).filter_map(held).collect(),
            credentials: (google.credentials_name.clone(), google.credentials.clone()),
        }
    }
}

impl SecretFallback for Environment {
    fn secret(&self, name: &SecretName) -> Option<SecretString> {
        if *name == self.credentials.0 {
            return self.credentials.1.clone();
        }
        self.held.get(&name.variable()).cloned()
    }
}

#[cfg(test)]
mod tests {
    use kernel::{PortFailure, Retry};

    use super::*;

    #[test]
    fn a_secret_that_is_denied_is_told_from_one_that_is_not_there() {
        let away = PortFailure::new("look up a secret", Retry::Later, "no answer");
        let notes = [
            SecretNote::NotFound,
            SecretNote::Denied,
            SecretNote::Away(Arc::new(away)),
        ];
        let words: std::collections::BTreeSet<_> = notes.iter().filter_map(detour).collect();
        assert_eq!(words.len(), 3);
        assert!(detour(&SecretNote::Denied).unwrap().contains("role"));
    }
}
