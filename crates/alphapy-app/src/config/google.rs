//! Where secrets are kept, other than in the environment: a project of Google Cloud.

use operations_core::SecretName;
use secrecy::SecretString;

use super::reader::Reader;

/// The name of the secret that holds the credentials, unless another is set.
const CREDENTIALS: &str = "alphapy-google-credentials";

/// A project of Google Cloud whose Secret Manager keeps secrets.
#[derive(Debug, Clone)]
pub struct GoogleOptions {
    /// The project, by id or number. None: the manager is never asked.
    pub project: Option<String>,
    /// The name of the secret that holds credentials for Google's services; in the environment it is
    /// `GOOGLE_CREDENTIALS_JSON`.
    pub credentials_name: SecretName,
    /// The key of a service account. None: the account of the machine is used.
    pub credentials: Option<SecretString>,
    /// Another address than Google's.
    pub manager_url: Option<String>,
}

impl GoogleOptions {
    pub(super) fn read(reader: &mut Reader<'_>, production: bool) -> Self {
        Self {
            project: project(reader),
            credentials_name: credentials_name(reader),
            credentials: reader.secret("GOOGLE_CREDENTIALS_JSON"),
            manager_url: reader.web_address("SECRET_MANAGER_URL", production),
        }
    }
}

fn project(reader: &mut Reader<'_>) -> Option<String> {
    let project = reader.text("GOOGLE_PROJECT_ID")?;
    let allowed = |it: u8| it.is_ascii_alphanumeric() || b"-.:".contains(&it);
    if !project.bytes().all(allowed) || project.len() > 100 {
        reader.problem("GOOGLE_PROJECT_ID must be the id or number of a project");
    }
    Some(project)
}

fn credentials_name(reader: &mut Reader<'_>) -> SecretName {
    let named = reader.text("GOOGLE_SECRET_NAME");
    let name = named.as_deref().unwrap_or(CREDENTIALS).parse();
    name.unwrap_or_else(|_| {
        reader.problem("GOOGLE_SECRET_NAME must be letters, digits, - and _");
        CREDENTIALS.parse().expect("letters and -")
    })
}

#[cfg(test)]
mod tests {
    use crate::config::testing::{config, problems};

    #[test]
    fn a_project_is_a_name_and_never_a_path() {
        for fits in ["alphapy-prod", "example.com:alphapy", "123456789012"] {
            let google = config(&[("GOOGLE_PROJECT_ID", fits)]).google;
            assert_eq!(google.project.as_deref(), Some(fits));
        }
        for wrong in ["a/b", "a b", "a?b"] {
            let said = problems(&[("GOOGLE_PROJECT_ID", wrong), ("GOOGLE_SECRET_NAME", wrong)]);
            assert!(
                said.contains("GOOGLE_PROJECT_ID") && said.contains("GOOGLE_SECRET_NAME"),
                "{wrong}: {said}"
            );
        }
        let name = config(&[]).google.credentials_name;
        assert_eq!(name.as_str(), "alphapy-google-credentials");
    }
}
