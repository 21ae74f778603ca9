//! Which mentions in a text become notifications: by the sender's wish and by the sender's rights.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    World,
    guild::Guild,
    message::{Draft, Message},
    snowflakes::Id,
};
use crate::permissions::Permissions;

#[derive(Debug, Default)]
pub(crate) struct Mentions {
    pub(crate) everyone: bool,
    pub(crate) users: Vec<Id>,
    pub(crate) roles: Vec<Id>,
    pub(crate) pinged: BTreeSet<Id>,
}

impl World {
    pub(crate) fn resolve_mentions(&self, draft: &Draft) -> Mentions {
        let mut found = Mentions::default();
        let wish = Wish(draft.allowed_mentions.as_ref());
        for id in ids_after(&draft.content, "<@") {
            if self.users.contains_key(&id)
                && wish.allows("users", id)
                && !found.users.contains(&id)
            {
                found.users.push(id);
                found.pinged.insert(id);
            }
        }
        let guild = self
            .channels
            .get(&draft.channel)
            .and_then(|it| it.guild)
            .and_then(|id| self.guilds.get(&id));
        if let Some(guild) = guild {
            self.resolve_groups(draft, guild, &wish, &mut found);
        }
        if let Some(target) = draft
            .reply_to
            .and_then(|id| self.message(draft.channel, id))
            && wish.pings_replied_user()
        {
            found.pinged.insert(target.author);
        }
        found.pinged.remove(&draft.author);
        found
    }

    /// An edit changes what is mentioned; it notifies nobody, unless the message was only a place held for its text.
    pub(crate) fn resolve_again(&self, message: &mut Message, wish: Option<&Value>) {
        let draft = Draft {
            channel: message.channel,
            author: message.author,
            webhook: message.webhook,
            content: message.content.clone(),
            allowed_mentions: wish.cloned(),
            ..Draft::default()
        };
        let found = self.resolve_mentions(&draft);
        message.mention_everyone = found.everyone;
        message.mentions = found.users;
        message.mention_roles = found.roles;
        if message.is_loading() {
            message.pinged = found.pinged;
        }
    }

    fn resolve_groups(&self, draft: &Draft, guild: &Guild, wish: &Wish<'_>, found: &mut Mentions) {
        let may = draft.webhook.is_some()
            || self
                .permissions(draft.channel, draft.author)
                .contains(Permissions::MENTION_EVERYONE);
        for id in ids_after(&draft.content, "<@&") {
            let Some(role) = guild.roles.get(&id) else {
                continue;
            };
            if (may || role.mentionable) && wish.allows("roles", id) && !found.roles.contains(&id) {
                found.roles.push(id);
                let carriers = guild
                    .members
                    .values()
                    .filter(|member| member.roles.contains(&id));
                found.pinged.extend(carriers.map(|member| member.user));
            }
        }
        let named = draft.content.contains("@everyone") || draft.content.contains("@here");
        if named && may && wish.parses("everyone") {
            found.everyone = true;
            found.pinged.extend(
                guild
                    .members
                    .keys()
                    .filter(|user| self.sees(draft.channel, **user)),
            );
        }
    }
}

/// `allowed_mentions`: when it is absent, everything in the text counts.
struct Wish<'a>(Option<&'a Value>);

impl Wish<'_> {
    fn parses(&self, what: &str) -> bool {
        let Some(wish) = self.0.filter(|it| !it.is_null()) else {
            return true;
        };
        wish["parse"]
            .as_array()
            .into_iter()
            .flatten()
            .any(|it| it == what)
    }

    fn allows(&self, what: &str, id: Id) -> bool {
        let listed = |wish: &Value| {
            wish[what]
                .as_array()
                .into_iter()
                .flatten()
                .any(|it| snowflake(it) == Some(id))
        };
        self.parses(what) || self.0.is_some_and(listed)
    }

    fn pings_replied_user(&self) -> bool {
        self.0
            .filter(|it| !it.is_null())
            .is_none_or(|wish| wish["replied_user"].as_bool().unwrap_or(false))
    }
}

/// Discord takes ids as strings and as numbers.
pub(crate) fn snowflake(value: &Value) -> Option<Id> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

fn ids_after(text: &str, opening: &str) -> Vec<Id> {
    let rest = text.split(opening).skip(1);
    rest.filter_map(|it| it.split_once('>')?.0.trim_start_matches('!').parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mentions_are_read_from_the_text() {
        assert_eq!(ids_after("hi <@12> and <@!13>, not <@&14>", "<@"), [12, 13]);
        assert_eq!(ids_after("hi <@12> and <@&14>", "<@&"), [14]);
    }

    #[test]
    fn an_empty_wish_allows_nothing() {
        let wish = serde_json::json!({"parse": []});
        assert!(!Wish(Some(&wish)).allows("users", 1));
        assert!(!Wish(Some(&wish)).parses("everyone"));
        assert!(Wish(None).parses("everyone"));
    }
}
