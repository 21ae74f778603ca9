//! What a channel allows and denies to a role or member, beyond what roles do.

use std::sync::Arc;

use kernel::{RoleId, UserId};
use twilight_model::channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType};
use twilight_model::guild::Permissions;

/// The overwrites of a channel, shared by all channels of a guild that have the same.
pub(super) type Overwrites = Arc<[Overwrite]>;

/// One overwrite, in 24 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Overwrite {
    pub(super) whom: Whom,
    pub(super) allow: Permissions,
    pub(super) deny: Permissions,
}

/// Whom an overwrite is for: a role's id, or a member's with the highest bit set, which no id of ours has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Whom(u64);

const MEMBER: u64 = 1 << 63;

impl Whom {
    /// Those who have a role.
    pub(super) fn role(id: RoleId) -> Self {
        Self(id.get())
    }

    /// One member.
    pub(super) fn member(id: UserId) -> Self {
        Self(id.get() | MEMBER)
    }

    /// The role, when it is for one.
    pub(super) fn as_role(self) -> Option<RoleId> {
        RoleId::new(self.0).ok()
    }
}

impl Overwrite {
    fn read(overwrite: &PermissionOverwrite) -> Option<Self> {
        let id = overwrite.id.get();
        let whom = match overwrite.kind {
            PermissionOverwriteType::Role => Whom::role(RoleId::new(id).ok()?),
            PermissionOverwriteType::Member => Whom::member(UserId::new(id).ok()?),
            // A kind that Discord has not told of yet.
            _ => return None,
        };
        Some(Self {
            whom,
            allow: overwrite.allow,
            deny: overwrite.deny,
        })
    }
}

/// A channel's overwrites, in an order that makes equal ones look equal.
pub(super) fn read(overwrites: Option<&[PermissionOverwrite]>) -> Overwrites {
    let mut all: Vec<_> = overwrites
        .unwrap_or_default()
        .iter()
        .filter_map(Overwrite::read)
        .collect();
    all.sort_by_key(|it| it.whom);
    all.into()
}
