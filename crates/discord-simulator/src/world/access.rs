//! Who may do what where, computed as Discord does.

use super::{
    World,
    channel::{ChannelKind, ChannelRecord, OverwriteFor},
    guild::Guild,
    snowflakes::Id,
};
use crate::permissions::Permissions;

/// Without this much, a member cannot do the rest of what happens in text channels.
const NEEDS_SEND_MESSAGES: Permissions = Permissions(
    Permissions::MENTION_EVERYONE.0
        | Permissions::SEND_TTS_MESSAGES.0
        | Permissions::ATTACH_FILES.0
        | Permissions::EMBED_LINKS.0,
);

impl World {
    /// What a user may do in a server as a whole.
    pub(crate) fn guild_permissions(&self, guild: Id, user: Id) -> Permissions {
        self.guilds
            .get(&guild)
            .map_or(Permissions::NONE, |guild| base(guild, user))
    }

    /// What a user may do in a channel: owner, ADMINISTRATOR, roles, then overwrites for everyone, roles, member.
    pub(crate) fn permissions(&self, channel: Id, user: Id) -> Permissions {
        let Some(channel) = self.channels.get(&channel) else {
            return Permissions::NONE;
        };
        let Some(guild) = channel.guild.and_then(|id| self.guilds.get(&id)) else {
            return direct_permissions(channel, user, self.application.bot);
        };
        let base = base(guild, user);
        if base == Permissions::ALL || !guild.members.contains_key(&user) {
            return base;
        }
        let parent = channel.parent.filter(|_| channel.kind.is_thread());
        let overwrites = parent
            .and_then(|id| self.channels.get(&id))
            .map_or(&channel.overwrites, |it| &it.overwrites);
        let allowed = overwritten(base, guild, user, overwrites);
        let allowed = in_thread(allowed, channel, user);
        implicit_denials(allowed, channel.kind.is_thread())
    }

    /// Whether a user may see a channel.
    pub(crate) fn sees(&self, channel: Id, user: Id) -> bool {
        self.permissions(channel, user)
            .contains(Permissions::VIEW_CHANNEL)
    }
}

/// Private threads are for those who were added, locked ones to be read; whoever manages threads is above both.
fn in_thread(allowed: Permissions, thread: &ChannelRecord, user: Id) -> Permissions {
    if !thread.kind.is_thread() || allowed.contains(Permissions::MANAGE_THREADS) {
        return allowed;
    }
    let is_added = thread.owner == Some(user) || thread.members.contains(&user);
    if thread.kind == ChannelKind::PrivateThread && !is_added {
        return Permissions::NONE;
    }
    if thread.locked {
        return allowed.without(Permissions::SEND_MESSAGES_IN_THREADS);
    }
    allowed
}

fn direct_permissions(channel: &ChannelRecord, user: Id, bot: Id) -> Permissions {
    if channel.recipient == Some(user) || user == bot {
        Permissions::DEFAULT_EVERYONE | Permissions::PIN_MESSAGES
    } else {
        Permissions::NONE
    }
}

fn base(guild: &Guild, user: Id) -> Permissions {
    if guild.owner == user {
        return Permissions::ALL;
    }
    let Some(member) = guild.members.get(&user) else {
        return Permissions::NONE;
    };
    let roles = member.roles.iter().filter_map(|id| guild.roles.get(id));
    let union = roles.fold(guild.everyone(), |all, role| all | role.permissions);
    if union.contains(Permissions::ADMINISTRATOR) {
        Permissions::ALL
    } else {
        union
    }
}

fn overwritten(
    base: Permissions,
    guild: &Guild,
    user: Id,
    overwrites: &[super::channel::Overwrite],
) -> Permissions {
    let member_roles = guild.members.get(&user).map(|member| &member.roles);
    let apply = |set: Permissions, fits: &dyn Fn(OverwriteFor) -> bool| {
        let (mut allow, mut deny) = (Permissions::NONE, Permissions::NONE);
        for overwrite in overwrites.iter().filter(|it| fits(it.whom)) {
            allow = allow | overwrite.allow;
            deny = deny | overwrite.deny;
        }
        set.without(deny) | allow
    };
    let set = apply(base, &|whom| whom == OverwriteFor::Role(guild.id));
    let set = apply(
        set,
        &|whom| matches!(whom, OverwriteFor::Role(id) if id != guild.id && member_roles.is_some_and(|it| it.contains(&id))),
    );
    apply(set, &|whom| whom == OverwriteFor::Member(user))
}

fn implicit_denials(set: Permissions, thread: bool) -> Permissions {
    if !set.contains(Permissions::VIEW_CHANNEL) {
        return Permissions::NONE;
    }
    let speak = if thread {
        Permissions::SEND_MESSAGES_IN_THREADS
    } else {
        Permissions::SEND_MESSAGES
    };
    if set.contains(speak) {
        set
    } else {
        set.without(NEEDS_SEND_MESSAGES)
    }
}
