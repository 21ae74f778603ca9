//! The API over fakes: what its tests ask.

mod answer;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock};

use access_core::testing::InMemoryIdempotency;
use access_core::{
    Access, AccountId, AccountLinks, GuildMember, GuildMembers, Idempotency, TokenRefusal,
    TokenVerifier,
};
use async_trait::async_trait;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request};
use chrono::{DateTime, Utc};
use http_body_util::BodyExt as _;
use kernel::{Authority, GuildId, PortFailure, Retry, UseCaseError, UserId};
use onboarding_core::set_up::testing::{InMemorySetUp, RecordingSetUpLog};
use onboarding_core::set_up::{SetUp, SetUpPorts};
use onboarding_core::testing::{FakeBoard, FakeRoles, FixedSheet, InMemoryRuns, RecordingLog};
use onboarding_core::{NewcomerPorts, Newcomers};
use operations_core::testing::{FixedBot, InMemoryCommandLog, InMemoryHealth, health_record};
use operations_core::{CommandAnalytics, Events};
use privacy_core::testing::{InMemoryAcceptances, InMemoryData, StubRoles};
use privacy_core::{Privacy, PrivacyPorts};
use reminders_core::Reminders;
use reminders_core::testing::World;
use secrecy::SecretString;
use serde_json::Value;
use settings_core::testing::ToldSurroundings;
use settings_core::{PickerSource, Pickers};
use tickets_core::export::{ExportPorts, Exports};
use tickets_core::faq::testing::FaqWorld;
use tickets_core::topics::{Posted, Proposal, ProposalBoard};
use tickets_core::{RoomError, TicketNumber};
use tower::ServiceExt as _;

use crate::{
    ApiFeatures, ApiKeys, ApiParts, ApiState, Authenticator, Check, Dashboards, Edges, Health,
    HealthProbe, Limits, MetricsPage, Operations, router,
};

pub(crate) use self::answer::Answer;

/// The key that services show.
pub(crate) const KEY: &str = "a-key-of-at-least-thirty-two-characters";

/// The channels and roles that guilds have.
const HERE: [(u64, u64); 4] = [(1, 71), (1, 72), (2, 81), (2, 82)];

/// An API over fakes. Guild 1 is that of [`World`]; user 1 is its admin, user 2 an ordinary member, and user 3 an admin
/// of guild 2, user 4 one of guild 4, and user 5 an owner of the bot. The token `user-N` belongs to the account `N`, which
/// is linked to user N; that of `user-9` is not linked.
#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) world: World,
    /// What was used.
    pub(crate) commands: Arc<InMemoryCommandLog>,
    pub(crate) analytics: CommandAnalytics,
    /// The home server.
    pub(crate) home: Option<GuildId>,
    /// What services may show.
    pub(crate) keys: ApiKeys,
    /// What the layers work with.
    pub(crate) edges: Edges,
    /// Who is limited; none: nobody, so that a test may ask as often as it needs.
    pub(crate) limits: Option<Limits>,
    /// Whether the description is served.
    pub(crate) described: bool,
    pub(crate) health: Arc<Mutex<Health>>,
    /// How the service was doing.
    pub(crate) history: Arc<InMemoryHealth>,
    pub(crate) bot: Arc<FixedBot>,
    pub(crate) dashboards: Dashboards,
    pub(crate) started: DateTime<Utc>,
    /// The use cases, made of the world when they are first needed: what they remember, they remember.
    pub(crate) reminders: Arc<OnceLock<Reminders>>,
    /// What happened.
    pub(crate) events: Events,
    /// Tickets of guild 1.
    pub(crate) tickets: Arc<tickets_core::testing::World>,
    /// Newcomers, and how many got how far.
    pub(crate) onboarding: Arc<InMemoryRuns>,
    /// The FAQs.
    pub(crate) faq: FaqWorld,
    /// What newcomers go through.
    pub(crate) set_up: InMemorySetUp,
    /// Who accepted the agreement.
    pub(crate) acceptances: Arc<InMemoryAcceptances>,
    /// The proposals that were shown anew where they stand.
    pub(crate) settled: Arc<Mutex<Vec<Proposal>>>,
    /// The exports, which remember who exported when.
    pub(crate) exports: Arc<OnceLock<Exports>>,
    /// What the guilds have. Nothing is known of guild 4.
    pub(crate) surroundings: ToldSurroundings,
    /// What the guilds have to choose from; none while Discord is away.
    pub(crate) pickers: Arc<Mutex<Option<Pickers>>>,
}

impl Default for Scene {
    fn default() -> Self {
        let (world, commands) = (World::default(), Arc::<InMemoryCommandLog>::default());
        let clock = Arc::new(world.clock.clone());
        let started = world.now();
        let keys = Arc::new(InMemoryIdempotency::default());
        let idempotency = Idempotency::new(keys, clock.clone());
        Self {
            analytics: CommandAnalytics::new(commands.clone(), clock),
            world,
            commands,
            home: None,
            described: true,
            keys: ApiKeys::new([&SecretString::from(KEY)]),
            edges: Edges::new(idempotency),
            limits: None,
            events: Events::default(),
            tickets: Arc::default(),
            onboarding: Arc::default(),
            faq: FaqWorld::default(),
            set_up: InMemorySetUp::default(),
            acceptances: Arc::default(),
            settled: Arc::default(),
            exports: Arc::default(),
            surroundings: ToldSurroundings::of(HERE.map(|(guild, id)| (guild_id(guild), id))),
            pickers: Arc::new(Mutex::new(Some(Pickers::default()))),
            health: Arc::new(Mutex::new(Health {
                record: health_record("alphapy-service", started),
                gateway: Check::Ok,
                stopping: false,
            })),
            history: Arc::default(),
            bot: Arc::default(),
            dashboards: Dashboards::default(),
            started,
            reminders: Arc::default(),
        }
    }
}

impl Scene {
    /// Changes how the bot is doing.
    pub(crate) fn set_health(&self, change: impl FnOnce(&mut Health)) {
        change(&mut self.health.lock().unwrap());
    }

    /// Changes what the bot is like; before anybody asks.
    pub(crate) fn set_bot(&mut self, change: impl FnOnce(&mut FixedBot)) {
        change(Arc::get_mut(&mut self.bot).expect("nobody has asked yet"));
    }

    /// What handlers work with.
    pub(crate) fn state(&self) -> ApiState {
        ApiState::new(self.parts())
    }

    /// What it is made of.
    pub(crate) fn parts(&self) -> ApiParts {
        let people = Arc::new(People);
        ApiParts {
            health: Arc::new(self.clone()),
            metrics: Arc::new(self.clone()),
            next_request_id: Arc::new(|| "req-1".to_owned()),
            authenticator: Authenticator {
                keys: self.keys.clone(),
                tokens: Some(people.clone()),
                access: Access::new(people.clone(), people),
            },
            edges: Edges {
                limits: self.limits.clone().unwrap_or_default(),
                ..self.edges.clone()
            },
            features: ApiFeatures {
                reminders: self
                    .reminders
                    .get_or_init(|| self.world.reminders())
                    .clone(),
                tickets: self.tickets.tickets(),
                faq: self.faq.faq(),
                proposals: self.faq.proposals(&self.faq.faq()),
                proposal_board: Arc::new(self.clone()),
                exports: self.exports.get_or_init(|| self.new_exports()).clone(),
                set_up: SetUp::new(SetUpPorts {
                    store: Arc::new(self.set_up.clone()),
                    settings: settings_core::testing::settings(&self.world.settings),
                    log: Arc::new(RecordingSetUpLog::default()),
                    clock: Arc::new(self.world.clock.clone()),
                }),
                newcomers: self.newcomers(),
                settings: settings_core::testing::settings(&self.world.settings),
                analytics: self.analytics.clone(),
                surroundings: Arc::new(self.surroundings.clone()),
                pickers: Arc::new(self.clone()),
                events: self.events.clone(),
                privacy: self.privacy(),
            },
            described: self.described,
            clock: Arc::new(self.world.clock.clone()),
            home: self.home,
            operations: Operations {
                service: "alphapy-service".to_owned(),
                version: "0.1.0",
                codename: "Daybreak",
                started: self.started,
                bot: self.bot.clone(),
                history: self.history.clone(),
                dashboards: self.dashboards.clone(),
            },
        }
    }

    fn privacy(&self) -> Privacy {
        Privacy::new(PrivacyPorts {
            data: Arc::new(InMemoryData::default()),
            acceptances: self.acceptances.clone(),
            roles: Arc::new(StubRoles::default()),
            log: Arc::new(privacy_core::testing::RecordingLog::default()),
            settings: Arc::new(self.world.settings.clone()),
            clock: Arc::new(self.world.clock.clone()),
        })
    }

    fn newcomers(&self) -> Newcomers {
        Newcomers::new(NewcomerPorts {
            runs: self.onboarding.clone(),
            undone: self.onboarding.clone(),
            panels: self.onboarding.clone(),
            arrivals: self.onboarding.clone(),
            funnel: self.onboarding.clone(),
            sheet: Arc::new(FixedSheet::default()),
            roles: Arc::new(FakeRoles::default()),
            board: Arc::new(FakeBoard::default()),
            log: Arc::new(RecordingLog::default()),
            settings: Arc::new(self.world.settings.clone()),
            clock: Arc::new(self.world.clock.clone()),
        })
    }

    fn new_exports(&self) -> Exports {
        Exports::new(ExportPorts {
            faq: self.faq.faq(),
            tickets: self.tickets.store.clone(),
            settings: Arc::new(self.tickets.settings.clone()),
            log: self.tickets.log.clone(),
            clock: Arc::new(self.tickets.clock.clone()),
        })
    }

    pub(crate) fn get(&self, path: &str) -> Asked {
        self.ask(Method::GET, path)
    }

    pub(crate) fn post(&self, path: &str) -> Asked {
        self.ask(Method::POST, path)
    }

    pub(crate) fn ask(&self, method: Method, path: &str) -> Asked {
        Asked {
            state: self.state(),
            request: Request::builder().method(method).uri(path),
            body: Body::empty(),
        }
    }
}

/// A request in the making.
pub(crate) struct Asked {
    state: ApiState,
    request: axum::http::request::Builder,
    body: Body,
}

impl Asked {
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// With the token of this account.
    pub(crate) fn by_user(self, user: u64) -> Self {
        self.header("Authorization", &format!("Bearer user-{user}"))
    }

    /// With the key, and for nobody.
    pub(crate) fn by_service(self) -> Self {
        self.header("X-API-Key", KEY)
    }

    /// With the key, for this Discord user.
    pub(crate) fn by_service_for(self, user: u64) -> Self {
        self.by_service().header("X-User-Id", &user.to_string())
    }

    /// With this body, which calls itself JSON whatever it is.
    pub(crate) fn json_text(mut self, body: &str) -> Self {
        self.body = Body::from(body.to_owned());
        self.header("Content-Type", "application/json")
    }

    /// A body of another kind.
    pub(crate) fn text(mut self, body: &str) -> Self {
        self.body = Body::from(body.to_owned());
        self
    }

    /// With something that the server notes on requests.
    pub(crate) fn extension<T: Clone + Send + Sync + 'static>(mut self, noted: T) -> Self {
        self.request = self.request.extension(noted);
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.json_text(&body.to_string())
    }

    pub(crate) async fn send(self) -> Answer {
        let router = router(&self.state);
        self.send_to(router).await
    }

    /// To another router than that of the API.
    pub(crate) async fn send_to(self, router: Router) -> Answer {
        let (parts, body) = self.exchange(router).await;
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body).unwrap(),
        }
    }

    /// The headers and the body of an answer that is no text.
    pub(crate) async fn send_for_bytes(self, router: Router) -> (HeaderMap, Vec<u8>) {
        let (parts, body) = self.exchange(router).await;
        (parts.headers, body)
    }

    async fn exchange(self, router: Router) -> (axum::http::response::Parts, Vec<u8>) {
        let request = self.request.body(self.body).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts, body.collect().await.unwrap().to_bytes().to_vec())
    }
}

#[async_trait]
impl HealthProbe for Scene {
    async fn health(&self) -> Health {
        self.health.lock().unwrap().clone()
    }
}

impl MetricsPage for Scene {
    fn render(&self) -> String {
        "alphapy_up 1\n".to_owned()
    }

    fn memory(&self) -> BTreeMap<&'static str, usize> {
        BTreeMap::new()
    }
}

#[async_trait]
impl PickerSource for Scene {
    async fn pickers(&self, _: GuildId) -> Result<Pickers, PortFailure> {
        let known = self.pickers.lock().unwrap().clone();
        known.ok_or_else(|| PortFailure::new("ask Discord", Retry::Later, "told to fail"))
    }
}

#[async_trait]
impl ProposalBoard for Scene {
    async fn post(&self, _: &Proposal, _: &[TicketNumber]) -> Result<Option<Posted>, RoomError> {
        Ok(None)
    }

    async fn find(&self, _: &Proposal) -> Result<Option<Posted>, RoomError> {
        Ok(None)
    }

    async fn refresh(
        &self,
        _: Posted,
        proposal: &Proposal,
        _: &[TicketNumber],
    ) -> Result<(), RoomError> {
        self.settled.lock().unwrap().push(proposal.clone());
        Ok(())
    }
}

/// A guild's id.
pub(crate) fn guild_id(id: u64) -> GuildId {
    GuildId::new(id).unwrap()
}

/// Whom the fakes know.
struct People;

#[async_trait]
impl TokenVerifier for People {
    async fn verify(&self, token: &str) -> Result<AccountId, UseCaseError<TokenRefusal>> {
        let number = token.strip_prefix("user-").and_then(|it| it.parse().ok());
        number
            .map(|it: u128| AccountId(uuid::Uuid::from_u128(it)))
            .ok_or(UseCaseError::Refused(TokenRefusal::Invalid("unknown")))
    }
}

#[async_trait]
impl AccountLinks for People {
    async fn discord_user(&self, account: AccountId) -> Result<Option<UserId>, PortFailure> {
        let number = u64::try_from(account.0.as_u128()).ok();
        Ok(number
            .filter(|it| *it != 9)
            .and_then(|it| UserId::new(it).ok()))
    }
}

#[async_trait]
impl GuildMembers for People {
    async fn member(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<GuildMember>, PortFailure> {
        let authority = match (guild.get(), user.get()) {
            (1, 1) | (2, 3) | (4, 4) => Authority::Admin,
            (_, 5) => Authority::Owner,
            (1, 2) => Authority::Member,
            _ => return Ok(None),
        };
        let roles = Vec::new();
        Ok(Some(GuildMember { authority, roles }))
    }
}
