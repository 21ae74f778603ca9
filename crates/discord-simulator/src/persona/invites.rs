//! Invites that members make, and whoever joins by one.

use std::{collections::BTreeSet, sync::Arc};

use chrono::TimeDelta;

use super::{channel::Channel, guild::Guild, user::User};
use crate::world::{
    World,
    invites::{self, Way},
};

/// An invite that is about to be made; [`InviteBuilder::create`] makes it.
#[derive(Debug)]
pub struct InviteBuilder<'a> {
    guild: &'a Guild,
    inviter: &'a User,
    channel: &'a Channel,
    max_uses: u32,
    lasts: Option<TimeDelta>,
}

/// An invite of a server.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invite {
    /// What stands at the end of its address.
    pub code: String,
}

impl InviteBuilder<'_> {
    /// It can be used so many times.
    pub fn max_uses(self, max_uses: u32) -> Self {
        Self { max_uses, ..self }
    }

    /// It can be used for so long.
    pub fn lasting(self, time: TimeDelta) -> Self {
        Self {
            lasts: Some(time),
            ..self
        }
    }

    /// Makes it.
    pub fn create(self) -> Invite {
        self.guild.change(|world, now| {
            let number = world.snowflakes.next(now);
            let code = format!("i{number}");
            let invite = invites::Invite {
                code: code.clone(),
                channel: self.channel.id(),
                inviter: self.inviter.id(),
                uses: 0,
                max_uses: self.max_uses,
                created: now,
                lasts: self.lasts,
            };
            world.add_invite(self.guild.id(), invite);
            Invite { code }
        })
    }
}

impl Guild {
    /// Begins an invite of a member to a channel, which can be used for ever when nothing else is said.
    pub fn invite<'a>(&'a self, inviter: &'a User, channel: &'a Channel) -> InviteBuilder<'a> {
        InviteBuilder {
            guild: self,
            inviter,
            channel,
            max_uses: 0,
            lasts: None,
        }
    }

    /// Somebody deletes an invite.
    pub fn deletes_invite(&self, invite: &Invite) {
        self.change(|world, _| world.remove_invite(self.id(), &invite.code));
    }

    /// The server chooses an address of its own, by which nobody has joined yet.
    pub fn chooses_vanity(&self, code: &str) {
        let vanity = invites::Vanity {
            code: code.to_owned(),
            uses: 0,
        };
        self.change(|world, _| {
            if let Some(record) = world.guilds.get_mut(&self.id()) {
                record.vanity = Some(vanity);
            }
            world.guild_changed(self.id());
        });
    }

    /// A user joins by an invite.
    ///
    /// # Panics
    /// When there is no such invite any more; Discord would let nobody in.
    pub fn joins_by(&self, name: &str, invite: &Invite) -> User {
        self.comes_in(name, Way::Invite(&invite.code))
    }

    /// A user joins by the server's own address.
    pub fn joins_by_vanity(&self, name: &str) -> User {
        self.comes_in(name, Way::Vanity)
    }

    /// From now on uses are not counted, until [`counts_uses`](Self::counts_uses): Discord may tell of a join before.
    pub fn holds_uses(&self) {
        self.change(|world, _| {
            if let Some(record) = world.guilds.get_mut(&self.id()) {
                record.held_uses.get_or_insert_default();
            }
        });
    }

    /// Counts the uses that were held back.
    pub fn counts_uses(&self) {
        self.change(|world, _| {
            let record = world.guilds.get_mut(&self.id());
            let held = record.and_then(|it| it.held_uses.take());
            for code in held.into_iter().flatten() {
                let way = code.as_deref().map_or(Way::Vanity, Way::Invite);
                world.count_use(self.id(), way);
            }
        });
    }

    fn comes_in(&self, name: &str, way: Way<'_>) -> User {
        let id = self.change(|world, now| {
            let user = world.ensure_user(name, now);
            self.count_or_hold(world, way);
            world.add_member(self.id(), user, BTreeSet::new(), false, now);
            user
        });
        User::new(Arc::clone(&self.shared), id)
    }

    fn count_or_hold(&self, world: &mut World, way: Way<'_>) {
        let record = world.guilds.get_mut(&self.id());
        let Some(record) = record else { return };
        if let Way::Invite(code) = way {
            assert!(
                record.invites.contains_key(code),
                "there is no invite {code}"
            );
        }
        if let Some(held) = &mut record.held_uses {
            held.push(match way {
                Way::Invite(code) => Some(code.to_owned()),
                Way::Vanity => None,
            });
            return;
        }
        world.count_use(self.id(), way);
    }
}
