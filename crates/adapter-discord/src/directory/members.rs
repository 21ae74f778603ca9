//! Members of guilds, for those who ask over HTTP: the owner and the roles' rights as the gateway told of them, a
//! member's own roles as Discord says when it is asked.

use std::sync::Arc;
use std::time::Duration;

use access_core::{GuildMember, GuildMembers, RememberedMembers};
use async_trait::async_trait;
use kernel::{Authority, DiscordStanding, GuildId, PortFailure, Retry, RoleId, UserId};
use twilight_gateway::Event;
use twilight_model::guild::{Member, Permissions};
use twilight_model::id::Id;
use twilight_model::id::marker::{GuildMarker, UserMarker};

use super::GuildDirectory;
use crate::Owners;
use crate::convert::{self, FromTwilight as _};
use crate::rest::{Rest, RestError};

const ATTEMPT: &str = "look up a member";
/// How long somebody who asks over HTTP waits for Discord.
const PATIENCE: Duration = Duration::from_secs(5);
/// Discord's code for somebody who is no member.
const UNKNOWN_MEMBER: u64 = 10_007;
/// Discord's code for somebody who does not exist.
const UNKNOWN_USER: u64 = 10_013;

/// Members, as Discord has them.
pub struct DiscordMembers {
    rest: Rest,
    directory: Arc<GuildDirectory>,
    owners: Arc<Owners>,
}

impl DiscordMembers {
    /// Members of the guilds in `directory`, asked for over `rest`.
    pub fn new(rest: Rest, directory: Arc<GuildDirectory>, owners: Arc<Owners>) -> Self {
        Self {
            rest,
            directory,
            owners,
        }
    }

    /// The member's roles; none when they are no member.
    async fn roles(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Vec<RoleId>>, PortFailure> {
        let (guild, user) = (Id::new(guild.get()), Id::new(user.get()));
        let asked = self
            .rest
            .model(self.rest.requests().guild_member(guild, user));
        let answered = tokio::time::timeout(PATIENCE, asked).await;
        let member: Result<Member, RestError> =
            answered.map_err(|error| PortFailure::new(ATTEMPT, Retry::Later, error))?;
        match member {
            Ok(member) => Ok(Some(convert::roles(&member.roles))),
            Err(RestError::Refused { status: 404, .. }) => Ok(None),
            Err(error) if error.is_unknown(UNKNOWN_MEMBER) || error.is_unknown(UNKNOWN_USER) => {
                Ok(None)
            }
            Err(error) => Err(error.failure(ATTEMPT)),
        }
    }
}

#[async_trait]
impl GuildMembers for DiscordMembers {
    async fn member(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<GuildMember>, PortFailure> {
        if !self.directory.knows(guild) {
            return if self.directory.expects(guild) {
                let cause = "Discord has not told of this guild yet";
                Err(PortFailure::new(ATTEMPT, Retry::Later, cause))
            } else {
                Ok(None)
            };
        }
        let Some(roles) = self.roles(guild, user).await? else {
            return Ok(None);
        };
        // Looked up after the question, so that a change meanwhile counts.
        let Some(given) = self.directory.given_to_member(guild, user, &roles) else {
            return Ok(None);
        };
        let standing = if given.contains(Permissions::ADMINISTRATOR) {
            DiscordStanding::Administrator
        } else {
            DiscordStanding::Ordinary
        };
        let authority: Authority = self.owners.admins().authority(user, &roles, standing);
        Ok(Some(GuildMember { authority, roles }))
    }
}

/// Forgets what an event overtakes.
pub(crate) fn forget_changed(members: &RememberedMembers, event: &Event) {
    match event {
        Event::MemberAdd(it) => forget(members, it.guild_id, it.user.id),
        Event::MemberUpdate(it) => forget(members, it.guild_id, it.user.id),
        Event::MemberRemove(it) => forget(members, it.guild_id, it.user.id),
        Event::RoleCreate(it) => forget_guild(members, it.guild_id),
        Event::RoleUpdate(it) => forget_guild(members, it.guild_id),
        Event::RoleDelete(it) => forget_guild(members, it.guild_id),
        Event::GuildUpdate(it) => forget_guild(members, it.id),
        Event::GuildCreate(it) => forget_guild(members, it.id()),
        Event::GuildDelete(it) => forget_guild(members, it.id),
        _ => {}
    }
}

fn forget(members: &RememberedMembers, guild: Id<GuildMarker>, user: Id<UserMarker>) {
    if let (Ok(guild), Ok(user)) = (GuildId::from_twilight(guild), UserId::from_twilight(user)) {
        members.forget(guild, user);
    }
}

fn forget_guild(members: &RememberedMembers, guild: Id<GuildMarker>) {
    if let Ok(guild) = GuildId::from_twilight(guild) {
        members.forget_guild(guild);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::Router;
    use axum::http::StatusCode;
    use axum::response::IntoResponse;
    use axum::routing::get;
    use kernel::{Admins, ManualClock};
    use serde_json::{Value, json};
    use tokio::net::TcpListener;
    use twilight_model::guild::Permissions as P;

    use super::super::fixture::{
        BOT, EVERYONE, GUILD, Known, OWNER, Stage, directory, event, guild_id, member, role,
    };
    use super::*;
    use crate::rest::RestConfig;

    const ADMINS: u64 = 51;
    const NAMED: u64 = 52;
    const ORDINARY: u64 = 53;

    fn user(id: u64) -> UserId {
        UserId::new(id).unwrap()
    }

    /// A guild with a role of administrators, one that the operator has named, and one that gives nothing.
    fn town() -> Known {
        directory(&Stage {
            roles: vec![
                role(EVERYONE, P::VIEW_CHANNEL),
                role(ADMINS, P::ADMINISTRATOR),
                role(NAMED, P::empty()),
                role(ORDINARY, P::MANAGE_GUILD),
            ],
            ..Stage::default()
        })
    }

    /// Members of `known` as a Discord has them that answers every question like this.
    async fn members<A: IntoResponse + Clone + Send + Sync + 'static>(
        known: Known,
        answer: A,
    ) -> DiscordMembers {
        let answers = Router::new().route(
            "/api/v10/guilds/{guild}/members/{user}",
            get(move || async move { answer }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        tokio_util::task::TaskTracker::new()
            .spawn(async move { axum::serve(listener, answers).await });
        let named = Admins {
            owners: vec![user(7)],
            admin_roles: vec![RoleId::new(NAMED).unwrap()],
        };
        DiscordMembers::new(
            Rest::new(RestConfig::new("token".into(), Some(address))),
            Arc::new(known.0),
            Arc::new(Owners::new(named, &[user(8)])),
        )
    }

    fn json_of(member: &Value) -> impl IntoResponse + Clone + use<> {
        ([("content-type", "application/json")], member.to_string())
    }

    fn unknown(code: u64) -> impl IntoResponse + Clone {
        let body = json!({ "code": code, "message": "Unknown" }).to_string();
        (
            StatusCode::NOT_FOUND,
            [("content-type", "application/json")],
            body,
        )
    }

    async fn authority(id: u64, roles: &[u64]) -> Authority {
        let members = members(town(), json_of(&member(id, roles))).await;
        let found = members.member(guild_id(GUILD), user(id)).await.unwrap();
        let found = found.unwrap();
        let held: Vec<_> = found.roles.iter().map(|it| it.get()).collect();
        assert_eq!(held, roles);
        found.authority
    }

    #[tokio::test]
    async fn whoever_owns_or_administers_the_guild_or_holds_a_named_role_is_its_admin() {
        assert_eq!(authority(OWNER, &[]).await, Authority::Admin);
        assert_eq!(authority(900, &[ADMINS]).await, Authority::Admin);
        assert_eq!(authority(900, &[NAMED]).await, Authority::Admin);
        assert_eq!(authority(900, &[ORDINARY]).await, Authority::Member);
        assert_eq!(authority(900, &[]).await, Authority::Member);
    }

    #[tokio::test]
    async fn owners_of_the_bot_and_of_its_application_are_so_where_they_are_members() {
        assert_eq!(authority(7, &[]).await, Authority::Owner);
        assert_eq!(authority(8, &[]).await, Authority::Owner);
        let members = members(town(), unknown(UNKNOWN_MEMBER)).await;
        let elsewhere = members.member(guild_id(GUILD), user(7)).await.unwrap();
        assert_eq!(elsewhere, None);
    }

    #[tokio::test]
    async fn whoever_discord_does_not_know_there_is_no_member() {
        for code in [UNKNOWN_MEMBER, UNKNOWN_USER, 10_004] {
            let members = members(town(), unknown(code)).await;
            let found = members.member(guild_id(GUILD), user(900)).await.unwrap();
            assert_eq!(found, None, "{code}");
        }
    }

    #[tokio::test]
    async fn in_a_guild_that_the_bot_is_not_in_nobody_is_a_member_and_nobody_is_asked() {
        let known = town();
        let ready = json!({
            "v": 10, "session_id": "s", "resume_gateway_url": "wss://gateway", "shard": [0, 1],
            "application": { "id": "1", "flags": 0 },
            "guilds": [{ "id": GUILD.to_string(), "unavailable": true }],
            "user": { "id": BOT.to_string(), "username": "bot", "discriminator": "0001", "avatar": null,
                      "bot": true, "mfa_enabled": false },
        });
        known.after(&event("READY", ready));
        let members = members(known, json_of(&member(900, &[]))).await;
        let elsewhere = members.member(guild_id(GUILD + 1), user(900)).await;
        assert_eq!(elsewhere.unwrap(), None);
        let awaited = members.member(guild_id(GUILD), user(900)).await;
        assert_eq!(
            awaited.unwrap_err().retry(),
            Retry::Later,
            "it is on its way"
        );
    }

    #[tokio::test]
    async fn a_discord_that_is_in_trouble_is_a_failure() {
        for status in [StatusCode::FORBIDDEN, StatusCode::BAD_REQUEST] {
            let members = members(town(), status).await;
            let asked = members.member(guild_id(GUILD), user(900)).await;
            assert!(asked.is_err(), "{status}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_discord_that_does_not_answer_is_waited_for_five_seconds() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let members = DiscordMembers::new(
            Rest::new(RestConfig::new("token".into(), Some(address))),
            Arc::new(town().0),
            Arc::new(Owners::new(Admins::default(), &[])),
        );
        let begun = tokio::time::Instant::now();
        let asked = members.member(guild_id(GUILD), user(900)).await;
        assert_eq!(asked.unwrap_err().retry(), Retry::Later);
        assert_eq!(begun.elapsed().as_secs(), 5);
    }

    /// Says that everybody is an ordinary member, and counts how often it is asked.
    #[derive(Default)]
    struct Counting(AtomicUsize);

    #[async_trait]
    impl GuildMembers for Counting {
        async fn member(&self, _: GuildId, _: UserId) -> Result<Option<GuildMember>, PortFailure> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(Some(GuildMember {
                authority: Authority::Member,
                roles: Vec::new(),
            }))
        }
    }

    #[tokio::test]
    async fn an_event_about_members_roles_or_the_guild_drops_what_was_decided() {
        let of_guild = |mut data: Value| {
            data["guild_id"] = json!(GUILD.to_string());
            data
        };
        let removed = json!({ "user": member(900, &[])["user"] });
        let events = [
            ("GUILD_MEMBER_ADD", of_guild(member(900, &[]))),
            ("GUILD_MEMBER_UPDATE", of_guild(member(900, &[]))),
            ("GUILD_MEMBER_REMOVE", of_guild(removed)),
            (
                "GUILD_ROLE_CREATE",
                of_guild(json!({ "role": role(60, P::ADMINISTRATOR) })),
            ),
            (
                "GUILD_ROLE_UPDATE",
                of_guild(json!({ "role": role(60, P::empty()) })),
            ),
            ("GUILD_ROLE_DELETE", of_guild(json!({ "role_id": "60" }))),
            ("GUILD_UPDATE", Stage::default().json()),
            ("GUILD_DELETE", json!({ "id": GUILD.to_string() })),
        ];
        let counting = Arc::new(Counting::default());
        let clock = ManualClock::at(chrono::DateTime::UNIX_EPOCH);
        let members = RememberedMembers::new(counting.clone(), Arc::new(clock));
        for (asked, (name, data)) in (1..).zip(events) {
            for _ in 0..2 {
                members.member(guild_id(GUILD), user(900)).await.unwrap();
            }
            assert_eq!(counting.0.load(Ordering::Relaxed), asked, "{name}");
            forget_changed(&members, &event(name, data));
        }
        members.member(guild_id(GUILD), user(900)).await.unwrap();
        assert_eq!(counting.0.load(Ordering::Relaxed), 9);
    }
}
