//! Making what a server's admins ask for.

use reminders_core::{AddByFields, Desk, Preset, ReminderFields, Shown};

use super::refusal::refused;
use crate::ApiState;
use crate::auth::GuildAdmin;
use crate::error::ApiError;
use crate::reminders::roles;

/// Makes a reminder in the name of the admin who asks.
pub(super) async fn add(
    state: &ApiState,
    admin: GuildAdmin,
    preset: Preset,
    fields: ReminderFields,
) -> Result<Shown, ApiError> {
    let request = AddByFields {
        guild: admin.guild,
        user: admin.user,
        roles: roles(state, admin.guild, admin.user).await?,
        desk: Desk::Guild,
        preset,
        fields,
    };
    let added = state.features.reminders.add_by_fields(request).await;
    added.map_err(refused)
}
