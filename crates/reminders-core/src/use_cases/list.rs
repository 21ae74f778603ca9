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

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use settings_core::SettingValue;

    use super::*;
    use crate::settings::ENABLED;
    use crate::testing::{World, a_reminder, admin, guild, home, instant, member, user};

    fn asked_by(member: Member) -> ListReminders {
        ListReminders {
            guild: home(),
            member,
            channel: World::OTHER,
            of: None,
            kinds: ReminderKinds::All,
            completed: Completed::Hidden,
            page: 0,
        }
    }

    async fn list(world: &World, request: ListReminders) -> Listed {
        world.reminders().list(request).await.unwrap()
    }

    async fn names(world: &World, request: ListReminders) -> Vec<String> {
        let listed = list(world, request).await;
        let reminders = listed.page.reminders.iter();
        reminders
            .map(|it| it.what.name.as_str().to_owned())
            .collect()
    }

    /// Of users 7 and 8, in the channel where the list is asked for and elsewhere, of all kinds.
    async fn world() -> World {
        let world = World::default();
        let weekly = a_reminder().weekly([Weekday::Mon], 20, 0);
        for what in [
            weekly.clone().named("Mine").by(user(7)),
            a_reminder().named("Theirs").by(user(8)),
            a_reminder()
                .named("Here")
                .by(user(8))
                .in_channel(World::OTHER),
            weekly.named("Abroad").by(user(7)).in_guild(guild(2)),
        ] {
            world.store(what.build()).await;
        }
        world
    }

    #[tokio::test]
    async fn members_see_their_own_and_the_channels_and_admins_all() {
        let world = world().await;
        assert_eq!(names(&world, asked_by(member(7))).await, ["Mine", "Here"]);
        assert_eq!(
            names(&world, asked_by(admin(7))).await,
            ["Mine", "Here", "Theirs"]
        );
    }

    #[tokio::test]
    async fn only_admins_ask_for_somebody_elses() {
        let world = world().await;
        let of = |member, id| ListReminders {
            of: Some(user(id)),
            ..asked_by(member)
        };
        assert_eq!(names(&world, of(admin(1), 7)).await, ["Mine"]);
        assert_eq!(names(&world, of(member(7), 7)).await, ["Mine"]);
        let refused = world.reminders().list(of(member(7), 8)).await.unwrap_err();
        assert!(
            matches!(refused, UseCaseError::Refused(ListRefusal::AdminsOnly)),
            "{refused:?}"
        );
    }

    #[tokio::test]
    async fn a_list_keeps_to_its_kinds_and_shows_finished_ones_when_asked() {
        let world = world().await;
        let of_kind = |kinds| ListReminders {
            kinds,
            ..asked_by(admin(7))
        };
        let recurring = names(&world, of_kind(ReminderKinds::Recurring)).await;
        assert_eq!(recurring, ["Mine"]);
        let one_off = names(&world, of_kind(ReminderKinds::OneOff)).await;
        assert_eq!(one_off, ["Here", "Theirs"]);
        world.at("2026-02-06 20:00");
        world.reminders().deliver_due().await.unwrap();
        assert_eq!(names(&world, asked_by(admin(7))).await, ["Mine"]);
        let all = ListReminders {
            completed: Completed::Included,
            ..asked_by(admin(7))
        };
        assert_eq!(names(&world, all).await.len(), 3);
    }

    #[tokio::test]
    async fn ten_stand_on_a_page_and_past_the_end_is_the_last_one() {
        let world = World::default();
        for minute in 0..23 {
            let at = instant("2026-02-06 20:00") + chrono::TimeDelta::minutes(minute);
            world
                .store(a_reminder().named(&format!("R{minute}")).once(at).build())
                .await;
        }
        for (asked, shown, count, first) in [
            (0, 0, 10, "R0"),
            (1, 1, 10, "R10"),
            (2, 2, 3, "R20"),
            (3, 2, 3, "R20"),
            (u32::MAX, 2, 3, "R20"),
        ] {
            let request = ListReminders {
                page: asked,
                ..asked_by(admin(7))
            };
            let listed = list(&world, request).await;
            assert_eq!((listed.number, listed.pages), (shown, 3), "page {asked}");
            assert_eq!(listed.page.one_off, 23);
            assert_eq!(listed.page.reminders.len(), count, "page {asked}");
            assert_eq!(listed.page.reminders[0].what.name.as_str(), first);
        }
    }

    #[tokio::test]
    async fn an_empty_list_is_one_empty_page_in_the_guilds_zone() {
        let world = World::default();
        let zone = chrono_tz::Tz::Asia__Tokyo;
        world.set(
            &settings_core::system::TIMEZONE,
            SettingValue::TimeZone(zone),
        );
        let listed = list(&world, asked_by(member(7))).await;
        assert_eq!((listed.number, listed.pages, listed.zone), (0, 1, zone));
        assert!(listed.page.reminders.is_empty());
    }

    #[tokio::test]
    async fn nothing_is_listed_while_reminders_are_off_or_out_of_reach() {
        let world = world().await;
        world.lose_settings_once();
        let failed = world.reminders().list(asked_by(admin(7))).await;
        assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{failed:?}");
        world.store.fail_next_calls(1);
        let failed = world.reminders().list(asked_by(admin(7))).await;
        assert!(matches!(failed, Err(UseCaseError::Failed(_))), "{failed:?}");
        world.switch(&ENABLED, false);
        let refused = world
            .reminders()
            .list(asked_by(admin(7)))
            .await
            .unwrap_err();
        assert!(
            matches!(refused, UseCaseError::Refused(ListRefusal::Disabled)),
            "{refused:?}"
        );
    }
}
