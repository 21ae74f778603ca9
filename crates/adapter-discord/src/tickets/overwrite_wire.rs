//! Overwrites of channels, as Discord takes them.

use tickets_core::{Overwrite, Permissions, Subject};
use twilight_model::channel::permission_overwrite::{PermissionOverwrite, PermissionOverwriteType};
use twilight_model::http::permission_overwrite as edited;
use twilight_model::id::Id;
use twilight_model::id::marker::GenericMarker;

/// An overwrite of a channel that is made.
pub(super) fn written(overwrite: Overwrite) -> PermissionOverwrite {
    let (id, kind) = subject(overwrite.subject);
    PermissionOverwrite {
        allow: bits(overwrite.allow),
        deny: bits(overwrite.deny),
        id,
        kind,
    }
}

/// The same, of a channel that is there.
pub(super) fn edited(overwrite: Overwrite) -> edited::PermissionOverwrite {
    let (id, kind) = subject(overwrite.subject);
    edited::PermissionOverwrite {
        allow: Some(bits(overwrite.allow)),
        deny: Some(bits(overwrite.deny)),
        id,
        kind: match kind {
            PermissionOverwriteType::Member => edited::PermissionOverwriteType::Member,
            _ => edited::PermissionOverwriteType::Role,
        },
    }
}

fn bits(permissions: Permissions) -> twilight_model::guild::Permissions {
    twilight_model::guild::Permissions::from_bits_retain(permissions.bits())
}

fn subject(subject: Subject) -> (Id<GenericMarker>, PermissionOverwriteType) {
    match subject {
        Subject::Everyone(guild) => (Id::new(guild.get()), PermissionOverwriteType::Role),
        Subject::Role(role) => (Id::new(role.get()), PermissionOverwriteType::Role),
        Subject::Member(user) => (Id::new(user.get()), PermissionOverwriteType::Member),
    }
}
