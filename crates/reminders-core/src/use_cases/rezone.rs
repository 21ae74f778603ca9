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
    async fn it_fails_when_the_settings_or_the_store_do() {
        let world = World::default();
        world.lose_settings_once();
        assert!(world.reminders().rezone(home()).await.is_err());
        world.store.fail_next_calls(1);
        assert!(world.reminders().rezone(home()).await.is_err());
    }
}
