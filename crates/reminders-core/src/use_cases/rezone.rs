//! Following a guild into another time zone.

use kernel::{GuildId, PortFailure};
use settings_core::SystemSettings;

use super::Reminders;

impl Reminders {
    /// Computes the next send of the guild's weekly reminders anew: "20:00" now means 20:00 in the new zone. Called
    /// when `system.timezone` changes; calling it again changes nothing.
    pub async fn rezone(&self, guild: GuildId) -> Result<(), PortFailure> {
        let snapshot = self.ports.settings.snapshot(guild).await?;
        let zone = SystemSettings::read(&snapshot).timezone;
        self.ports
            .occurrences
            .rezone(guild, zone, self.ports.clock.now())
            .await
    }

    /// Does the same for every guild whose change of zone went unheard; how many these were. One that cannot be followed
    /// does not keep the others from it.
    pub async fn rezone_unheard(&self) -> Result<usize, PortFailure> {
        let now = self.ports.clock.now();
        let guilds = self.ports.occurrences.out_of_zone(now).await?;
        let mut failed = None;
        for guild in &guilds {
            failed = self.rezone(*guild).await.err().or(failed);
        }
        failed.map_or(Ok(guilds.len()), Err)
    }
}

#[cfg(test)]
mod tests {
    use chrono::Weekday;
    use settings_core::SettingValue;

    use crate::ReminderStore as _;
    use crate::testing::{World, a_reminder, home, instant};

    #[tokio::test]
    async fn a_weekly_clock_means_the_new_zones_clock() {
        let world = World::default();
        let id = world
            .store(a_reminder().weekly([Weekday::Fri], 21, 0).build())
            .await
            .id;
        let zone = SettingValue::TimeZone(chrono_tz::Tz::Europe__London);
        world.set(&settings_core::system::TIMEZONE, zone);
        for _ in 0..2 {
            world.reminders().rezone(home()).await.unwrap();
            let next = world
                .store
                .find(home(), id)
                .await
                .unwrap()
                .unwrap()
                .next
                .unwrap();
            assert_eq!(next.fires_at, instant("2026-02-06 20:00"));
        }
    }

    #[tokio::test]
    async fn a_change_that_went_unheard_is_found_and_followed() {
        let world = World::default();
        let weekly = a_reminder().weekly([Weekday::Fri], 21, 0).build();
        let id = world.store(weekly).await.id;
        assert_eq!(world.reminders().rezone_unheard().await.unwrap(), 0);
        let zone = chrono_tz::Tz::Europe__London;
        world.set(
            &settings_core::system::TIMEZONE,
            SettingValue::TimeZone(zone),
        );
        world.store.set_zone(home(), zone);
        assert_eq!(world.reminders().rezone_unheard().await.unwrap(), 1);
        let found = world.store.find(home(), id).await.unwrap().unwrap();
        assert_eq!(found.next.unwrap().fires_at, instant("2026-02-06 20:00"));
        assert_eq!(world.reminders().rezone_unheard().await.unwrap(), 0);
    }

    #[tokio::test]
    async fn it_fails_when_the_settings_or_the_store_do() {
        let world = World::default();
        world.lose_settings_once();
        assert!(world.reminders().rezone(home()).await.is_err());
        world.store.fail_next_calls(1);
        assert!(world.reminders().rezone(home()).await.is_err());
    }
}
