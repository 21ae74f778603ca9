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
