//! Who may announce something.

use kernel::PortFailure;

use crate::settings::EmbedWatcherSettings;
use crate::use_cases::Reminders;
use crate::{Announcement, Author, Permission, Who};

impl Reminders {
    /// Whether the author's announcements are read in this guild.
    pub(super) async fn may_announce(
        &self,
        announcement: &Announcement,
        watcher: &EmbedWatcherSettings,
    ) -> Result<bool, PortFailure> {
        Ok(watcher.allow_all_authors || self.is_trusted(announcement).await?)
    }

    /// Whether the author may speak for the guild: bots and webhooks were set up by staff; people need to manage
    /// messages or mention everyone there (design D5).
    async fn is_trusted(&self, announcement: &Announcement) -> Result<bool, PortFailure> {
        let guild = announcement.guild;
        let who = match &announcement.author {
            Author::Own(_) | Author::Automatic(_) => return Ok(true),
            Author::Person(user, roles) => Who::Member(*user, roles.clone()),
            Author::Unknown(user) => {
                Who::Member(*user, self.ports.announcements.roles(guild, *user).await?)
            }
        };
        let access = self
            .ports
            .directory
            .access(guild, announcement.origin.channel, &who)
            .await?;
        Ok(access.is_some_and(|it| {
            it.granted.contains(&Permission::ManageMessages)
                || it.granted.contains(&Permission::MentionEveryone)
        }))
    }
}
