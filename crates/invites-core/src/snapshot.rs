//! What a server's invites were at a moment.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::{Invite, InviteCode, Vanity};

/// A server's invites at a moment, and what was heard of them since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteSnapshot {
    /// When Discord was asked.
    pub taken_at: DateTime<Utc>,
    /// The address of the server's own choice, if it has one.
    pub vanity: Option<Vanity>,
    invites: BTreeMap<InviteCode, Known>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    invite: Invite,
    /// When Discord told that it is gone. An invite that is used up goes so as well, perhaps before its use is told of.
    gone_at: Option<DateTime<Utc>>,
}

impl InviteSnapshot {
    /// What Discord listed at this moment.
    pub fn new(
        taken_at: DateTime<Utc>,
        invites: impl IntoIterator<Item = Invite>,
        vanity: Option<Vanity>,
    ) -> Self {
        let known = |invite: Invite| {
            let code = invite.code.clone();
            let gone_at = None;
            (code, Known { invite, gone_at })
        };
        Self {
            taken_at,
            vanity,
            invites: invites.into_iter().map(known).collect(),
        }
    }

    /// Notes an invite that was made since; one that is known stays as it is.
    pub fn note_created(&mut self, invite: Invite) {
        let gone_at = None;
        let known = self.invites.entry(invite.code.clone());
        known.or_insert(Known { invite, gone_at });
    }

    /// Notes that an invite is gone since this moment. It is still known: perhaps it was its last use that ended it.
    pub fn note_deleted(&mut self, code: &InviteCode, at: DateTime<Utc>) {
        if let Some(known) = self.invites.get_mut(code) {
            known.gone_at.get_or_insert(at);
        }
    }

    /// The invite with this code, be it gone or not.
    pub fn get(&self, code: &InviteCode) -> Option<&Invite> {
        self.invites.get(code).map(|it| &it.invite)
    }

    /// Every invite, in the order of their codes.
    pub fn invites(&self) -> impl Iterator<Item = &Invite> {
        self.invites.values().map(|it| &it.invite)
    }

    /// Those that are not among `later`, each with the moment at which Discord told so, if it did.
    pub(crate) fn missing_in<'a>(
        &'a self,
        later: &'a Self,
    ) -> impl Iterator<Item = (&'a Invite, Option<DateTime<Utc>>)> {
        let missing = self.invites.values();
        let missing = missing.filter(|it| later.get(&it.invite.code).is_none());
        missing.map(|it| (&it.invite, it.gone_at))
    }
}
