//! Who may do what in a channel, computed as Discord does.

use kernel::{ChannelId, RoleId, UserId};
use twilight_model::channel::ChannelType;
use twilight_model::guild::Permissions;

use super::guild::{Channel, Guild, Place};
use super::overwrite::{Overwrite, Whom};

/// Without the right to post, these are of no use.
const MESSAGING: Permissions = Permissions::MENTION_EVERYONE
    .union(Permissions::SEND_TTS_MESSAGES)
    .union(Permissions::ATTACH_FILES)
    .union(Permissions::EMBED_LINKS);

impl Guild {
    /// What the bot is given in a channel, each permission by itself, so that exactly what it lacks can be named.
    pub(super) fn given_to_bot(
        &self,
        channel: ChannelId,
        bot: UserId,
    ) -> Option<(ChannelType, Permissions)> {
        let found = self.channels.get(channel)?;
        Some((found.kind, self.given(found, bot, &self.own_roles)?))
    }

    /// What a member may really do in a channel, on which others rely to let them: nothing where they see nothing.
    pub(super) fn allowed_to_member(
        &self,
        channel: ChannelId,
        member: UserId,
        roles: &[RoleId],
    ) -> Option<(ChannelType, Permissions)> {
        let found = self.channels.get(channel)?;
        let given = self.given(found, member, roles)?;
        Some((found.kind, usable(given, found.kind)))
    }

    /// Roles and overwrites together; in a thread, `SEND_MESSAGES` stands for the right to post in threads. None when
    /// the thread's channel is not known.
    fn given(&self, channel: &Channel, user: UserId, roles: &[RoleId]) -> Option<Permissions> {
        let overwrites = self.overwrites(channel)?;
        let everywhere = self.everywhere(user, roles);
        if everywhere.contains(Permissions::ADMINISTRATOR) {
            return Some(Permissions::all());
        }
        let has = |role| role != self.everyone && roles.contains(&role) && self.knows(role);
        let mut given = everywhere;
        given = applied(given, overwrites, |it| it == Whom::role(self.everyone));
        given = applied(given, overwrites, |it| it.as_role().is_some_and(has));
        given = applied(given, overwrites, |it| it == Whom::member(user));
        if channel.kind.is_thread() {
            let posts = given.contains(Permissions::SEND_MESSAGES_IN_THREADS);
            given.set(Permissions::SEND_MESSAGES, posts);
        }
        Some(given)
    }

    fn overwrites<'a>(&'a self, channel: &'a Channel) -> Option<&'a [Overwrite]> {
        match &channel.place {
            Place::Channel(own) => Some(own),
            Place::Thread { parent } => match &self.channels.get(*parent)?.place {
                Place::Channel(own) => Some(own),
                Place::Thread { .. } => None,
            },
        }
    }

    pub(super) fn everywhere(&self, user: UserId, roles: &[RoleId]) -> Permissions {
        if user == self.owner {
            return Permissions::all();
        }
        roles
            .iter()
            .chain([&self.everyone])
            .filter_map(|it| self.roles.get(*it))
            .fold(Permissions::empty(), |all, it| all | it.permissions)
    }

    fn knows(&self, role: RoleId) -> bool {
        self.roles.get(role).is_some()
    }
}

/// Overwrites of one rank together: among them, what one allows no other denies.
fn applied(
    given: Permissions,
    overwrites: &[Overwrite],
    concerns: impl Fn(Whom) -> bool,
) -> Permissions {
    let (mut allow, mut deny) = (Permissions::empty(), Permissions::empty());
    for overwrite in overwrites.iter().filter(|it| concerns(it.whom)) {
        allow |= overwrite.allow;
        deny |= overwrite.deny;
    }
    given.difference(deny) | allow
}

/// What is left where one permission is worth nothing without another.
fn usable(given: Permissions, kind: ChannelType) -> Permissions {
    // Who was invited to a private thread is not kept; those who manage threads see all of them.
    let uninvited =
        kind == ChannelType::PrivateThread && !given.contains(Permissions::MANAGE_THREADS);
    if uninvited || !given.contains(Permissions::VIEW_CHANNEL) {
        Permissions::empty()
    } else if given.contains(Permissions::SEND_MESSAGES) {
        given
    } else {
        given.difference(MESSAGING)
    }
}

#[cfg(test)]
mod tests {
    use twilight_model::guild::Permissions as P;

    use super::super::fixture::{
        BOT, EVERYONE, OWNER, Stage, channel, directory, member_overwrite, private_thread, role,
        role_overwrite, text, thread,
    };

    const ROLE: u64 = 51;
    const ANOTHER: u64 = 52;
    const MEMBER: u64 = 900;
    const POST: P = P::VIEW_CHANNEL.union(P::SEND_MESSAGES);

    /// A guild where everyone has `POST`, with one channel, 10.
    fn one_channel(overwrites: &[serde_json::Value]) -> Stage {
        Stage {
            roles: vec![role(EVERYONE, POST), role(ROLE, P::empty())],
            channels: vec![text(10, overwrites)],
            ..Stage::default()
        }
    }

    fn member(stage: &Stage, roles: &[u64]) -> P {
        directory(stage).member(10, MEMBER, roles)
    }

    #[test]
    fn everyone_has_what_their_roles_give_where_nothing_is_overwritten() {
        let mut stage = one_channel(&[]);
        stage.roles.push(role(ANOTHER, P::EMBED_LINKS));
        assert_eq!(member(&stage, &[]), POST);
        assert_eq!(member(&stage, &[ROLE, ANOTHER]), POST | P::EMBED_LINKS);
    }

    #[test]
    fn the_owner_and_administrators_may_do_everything_whatever_is_denied() {
        let denied = [role_overwrite(EVERYONE, P::empty(), P::all())];
        let mut stage = one_channel(&denied);
        stage.roles.push(role(ANOTHER, P::ADMINISTRATOR));
        assert_eq!(directory(&stage).member(10, OWNER, &[]), P::all());
        assert_eq!(member(&stage, &[ANOTHER]), P::all());
        assert_eq!(member(&stage, &[]), P::empty());
    }

    #[test]
    fn what_everyone_is_denied_a_role_can_be_allowed() {
        let stage = one_channel(&[
            role_overwrite(EVERYONE, P::empty(), P::VIEW_CHANNEL),
            role_overwrite(ROLE, P::VIEW_CHANNEL, P::empty()),
        ]);
        assert_eq!(member(&stage, &[]), P::empty());
        assert_eq!(member(&stage, &[ROLE]), POST);
    }

    #[test]
    fn one_role_that_allows_outweighs_another_that_denies() {
        let mut stage = one_channel(&[
            role_overwrite(ROLE, P::empty(), P::SEND_MESSAGES),
            role_overwrite(ANOTHER, P::SEND_MESSAGES, P::empty()),
        ]);
        stage.roles.push(role(ANOTHER, P::empty()));
        assert_eq!(member(&stage, &[ROLE]), P::VIEW_CHANNEL);
        assert_eq!(member(&stage, &[ANOTHER, ROLE]), POST);
    }

    #[test]
    fn a_members_own_overwrite_has_the_last_word() {
        let stage = one_channel(&[
            role_overwrite(EVERYONE, P::empty(), P::VIEW_CHANNEL),
            role_overwrite(ROLE, P::empty(), P::SEND_MESSAGES),
            member_overwrite(MEMBER, POST, P::empty()),
            member_overwrite(MEMBER + 1, P::empty(), P::all()),
        ]);
        assert_eq!(member(&stage, &[ROLE]), POST);
        let other = directory(&stage).member(10, MEMBER + 2, &[ROLE]);
        assert_eq!(other, P::empty());
    }

    #[test]
    fn a_members_overwrite_is_not_taken_for_that_of_a_role_with_the_same_number() {
        let stage = one_channel(&[member_overwrite(ROLE, P::empty(), P::SEND_MESSAGES)]);
        assert_eq!(member(&stage, &[ROLE]), POST);
    }

    #[test]
    fn a_role_that_is_gone_counts_for_nothing() {
        let stage = one_channel(&[role_overwrite(99, P::EMBED_LINKS, P::SEND_MESSAGES)]);
        assert_eq!(member(&stage, &[99]), POST);
    }

    #[test]
    fn who_cannot_post_cannot_ping_either() {
        let denied = role_overwrite(EVERYONE, P::MENTION_EVERYONE, P::SEND_MESSAGES);
        let stage = one_channel(&[denied]);
        assert_eq!(member(&stage, &[]), P::VIEW_CHANNEL);
    }

    #[test]
    fn the_bot_is_told_by_itself_each_permission_that_it_was_given() {
        let hidden = role_overwrite(EVERYONE, P::empty(), P::VIEW_CHANNEL);
        let mut stage = one_channel(&[hidden]);
        assert_eq!(directory(&stage).bot(10), P::SEND_MESSAGES);
        stage.own_roles = vec![ROLE];
        let channels = &mut stage.channels;
        channels[0] = text(10, &[role_overwrite(ROLE, P::EMBED_LINKS, P::empty())]);
        assert_eq!(directory(&stage).bot(10), POST | P::EMBED_LINKS);
        stage.channels[0] = text(10, &[member_overwrite(BOT, P::empty(), POST)]);
        assert_eq!(directory(&stage).bot(10), P::empty());
    }

    #[test]
    fn a_thread_has_its_channels_overwrites_and_its_own_right_to_post() {
        let threads = P::SEND_MESSAGES_IN_THREADS;
        let mut stage = one_channel(&[role_overwrite(ROLE, threads, P::SEND_MESSAGES)]);
        stage.threads = vec![thread(20, 10)];
        let known = directory(&stage);
        assert_eq!(known.member(20, MEMBER, &[]), P::VIEW_CHANNEL);
        assert_eq!(known.member(20, MEMBER, &[ROLE]), POST | threads);
        assert_eq!(known.member(10, MEMBER, &[ROLE]), P::VIEW_CHANNEL | threads);
    }

    #[test]
    fn a_private_thread_is_shown_to_the_bot_and_those_who_manage_threads() {
        let mut stage = one_channel(&[]);
        stage.roles.push(role(ANOTHER, P::MANAGE_THREADS));
        stage.threads = vec![private_thread(20, 10)];
        let known = directory(&stage);
        assert_eq!(known.member(20, MEMBER, &[]), P::empty());
        let manager = known.member(20, MEMBER, &[ANOTHER]);
        assert!(manager.contains(P::VIEW_CHANNEL));
        assert!(known.bot(20).contains(P::VIEW_CHANNEL));
    }

    #[test]
    fn a_category_has_no_say_in_its_channels() {
        let mut stage = one_channel(&[]);
        let denied = [role_overwrite(EVERYONE, P::empty(), P::all())];
        let mut inside = text(10, &[]);
        inside["parent_id"] = serde_json::json!("5");
        stage.channels = vec![channel(5, 4, &denied), inside];
        assert_eq!(member(&stage, &[]), POST);
    }

    #[test]
    fn a_thread_whose_channel_is_not_known_is_not_known_either() {
        let mut stage = one_channel(&[]);
        stage.threads = vec![thread(20, 11)];
        assert_eq!(directory(&stage).access(20), None);
        assert_eq!(directory(&stage).access(12), None);
    }
}
