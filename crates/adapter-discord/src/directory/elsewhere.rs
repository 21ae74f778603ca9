//! Guilds that the gateway tells another process of: what is needed of them is asked of Discord.

use kernel::{ChannelId, GuildId, UserId};
use twilight_model::channel::Channel;
use twilight_model::guild::{Guild as FullGuild, Member, Permissions};

use super::GuildDirectory;
use super::guild::Guild;
use crate::convert::{FromTwilight as _, ToTwilight as _};
use crate::rest::{Rest, RestError};

impl GuildDirectory {
    /// What the bot may do in a channel of a guild that this process is not told of, as Discord says now: whoever does a
    /// guild's work need not be who runs its shard. Three requests; in a thread it is what the bot may do everywhere.
    ///
    /// # Errors
    /// What Discord answers, such as that there is no such channel.
    pub(crate) async fn asked_permissions(
        &self,
        rest: &Rest,
        guild: GuildId,
        channel: ChannelId,
    ) -> Result<Option<Permissions>, RestError> {
        let requests = rest.requests();
        let id = guild.to_twilight();
        let mut full: FullGuild = rest.model(requests.guild(id)).await?;
        let room: Channel = rest.model(requests.channel(channel.to_twilight())).await?;
        let own: Member = rest.model(requests.guild_member(id, self.bot)).await?;
        (full.channels, full.members) = (vec![room], vec![own]);
        let read = Guild::read(&full, self.bot);
        let (Ok(read), Ok(bot)) = (read, UserId::from_twilight(self.bot)) else {
            return Ok(None);
        };
        let here = read.given_to_bot(channel, bot).map(|it| it.1);
        Ok(Some(
            here.unwrap_or_else(|| read.everywhere(bot, &read.own_roles)),
        ))
    }
}
