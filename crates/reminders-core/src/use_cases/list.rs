//! Listing reminders.

use chrono_tz::Tz;
use kernel::{ChannelId, GuildId, Member, UseCaseError, UserId};
use settings_core::SystemSettings;

use super::Reminders;
use crate::{Completed, ListQuery, Page, ReminderKinds, Scope};

/// A wish to see reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListReminders {
    /// The guild.
    pub guild: GuildId,
    /// Who asks.
    pub member: Member,
    /// The channel in which they ask.
    pub channel: ChannelId,
    /// Only those of this member; for admins.
    pub of: Option<UserId>,
    /// Of which kinds.
    pub kinds: ReminderKinds,
    /// With the finished ones, or without.
    pub completed: Completed,
    /// Which page, from 0; past the end is the last one.
    pub page: u32,
}

/// A page of reminders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The reminders, and how many there are.
    pub page: Page,
    /// Which page this is, from 0.
    pub number: u32,
    /// How many pages there are, at least 1.
    pub pages: u32,
    /// The guild's zone.
    pub zone: Tz,
}

/// Why no reminders are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListRefusal {
    /// Reminders are switched off in this guild.
    Disabled,
    /// Only admins may ask for somebody else's.
    AdminsOnly,
}

impl Reminders {
    /// Reminders on one page: what a Discord embed holds whatever their names and places.
    pub const PAGE: u32 = 10;

    /// Lists the guild's reminders for an admin; for a member their own and those of the channel they ask in.
    pub async fn list(&self, request: ListReminders) -> Result<Listed, UseCaseError<ListRefusal>> {
        if !self.enabled(request.guild).await? {
            return Err(UseCaseError::Refused(ListRefusal::Disabled));
        }
        let scope = scope(&request).map_err(UseCaseError::Refused)?;
        let snapshot = self.ports.settings.snapshot(request.guild).await?;
        let query = |number: u32| ListQuery {
            scope,
            kinds: request.kinds,
            completed: request.completed,
            offset: number.saturating_mul(Self::PAGE),
            limit: Self::PAGE,
        };
        let mut number = request.page;
        let mut page = self.ports.store.list(request.guild, query(number)).await?;
        let pages = (page.recurring + page.one_off).div_ceil(Self::PAGE).max(1);
        if number >= pages {
            number = pages - 1;
            page = self.ports.store.list(request.guild, query(number)).await?;
        }
        Ok(Listed {
            page,
            number,
            pages,
            zone: SystemSettings::read(&snapshot).timezone,
        })
    }
}

fn scope(request: &ListReminders) -> Result<Scope, ListRefusal> {
    match request.of {
        Some(user) if request.member.is_admin() || user == request.member.user => {
            Ok(Scope::CreatedBy(user))
        }
        Some(_) => Err(ListRefusal::AdminsOnly),
        None if request.member.is_admin() => Ok(Scope::Guild),
        None => Ok(Scope::CreatedByOrIn(request.member.user, request.channel)),
    }
}
