//! Who is added to a private thread.

use super::{World, channel::ChannelKind, message::Message, snowflakes::Id};

/// A role with more holders than this is not added by a mention.
const MOST_HOLDERS: usize = 100;

impl World {
    /// Adds whom a message in a private thread mentions, when it is sent and when it is edited.
    pub(crate) fn add_mentioned(&mut self, message: &Message) {
        let holders = message
            .mention_roles
            .iter()
            .flat_map(|it| self.holders(message, *it));
        let all: Vec<Id> = message.mentions.iter().copied().chain(holders).collect();
        for user in all {
            self.add_to_thread(message.channel, user);
        }
    }

    /// Adds somebody who sees the channel that the thread is in; tells whether they do.
    pub(crate) fn add_to_thread(&mut self, thread: Id, user: Id) -> bool {
        let parent = self.channels.get(&thread).and_then(|it| it.parent);
        let sees = parent.is_some_and(|it| self.sees(it, user));
        if let Some(thread) = self.channels.get_mut(&thread)
            && thread.kind == ChannelKind::PrivateThread
            && sees
        {
            thread.members.insert(user);
        }
        sees
    }

    fn holders(&self, message: &Message, role: Id) -> Vec<Id> {
        let guild = message.guild.and_then(|it| self.guilds.get(&it));
        let members = guild.into_iter().flat_map(|it| &it.members);
        let holding = members.filter(|(_, it)| it.roles.contains(&role));
        let holders: Vec<Id> = holding.map(|(id, _)| *id).collect();
        if holders.len() > MOST_HOLDERS {
            Vec::new()
        } else {
            holders
        }
    }
}
