//! Who owns the bot, as the operator and Discord say; followed while it runs.

use std::sync::{Arc, PoisonError, RwLock};

use kernel::{Admins, PortFailure, UserId};

use crate::identity;
use crate::rest::Rest;

/// Whom the operator named as owners and admins, and who owns the Discord application.
#[derive(Debug)]
pub struct Owners {
    named: Admins,
    all: RwLock<Arc<Admins>>,
}

impl Owners {
    /// Those that the operator `named`, and those that own the `application`.
    pub fn new(named: Admins, application: &[UserId]) -> Self {
        let all = RwLock::new(together(&named, application));
        Self { named, all }
    }

    /// All of them, as far as is known.
    pub fn admins(&self) -> Arc<Admins> {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&all)
    }

    /// Asks Discord again who owns the application; when it does not say, the last answer holds.
    pub async fn follow(&self, rest: &Rest) -> Result<(), PortFailure> {
        let asked = identity::owners(rest).await;
        let owners = asked.map_err(|it| it.failure("ask who owns the application"))?;
        let all = together(&self.named, &owners);
        *self.all.write().unwrap_or_else(PoisonError::into_inner) = all;
        Ok(())
    }
}

fn together(named: &Admins, application: &[UserId]) -> Arc<Admins> {
    let mut all = named.clone();
    all.owners.extend(application);
    Arc::new(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_is_whom_the_operator_named_or_who_owns_the_application() {
        let user = |id| UserId::new(id).unwrap();
        let named = Admins {
            owners: vec![user(1)],
            ..Admins::default()
        };
        let owners = Owners::new(named, &[user(2)]);
        assert_eq!(owners.admins().owners, [user(1), user(2)]);
    }
}
