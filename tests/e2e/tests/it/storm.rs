//! Ten thousand reminders in one minute over five hundred servers, while Discord refuses, fails and loses answers.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use adapter_postgres::PgReminderStore;
use adapter_postgres::copies::{Place, replace_by_copies};
use adapter_postgres::testing::{TestDatabase, fresh_database};
use alphapy_app::{App, AppOptions, Storage};
use chrono::TimeDelta;
use discord_simulator::{Channel, Guild, Message, Options, RandomFaults, Simulator};
use e2e_tests::{Apart, SharedTime, brussels};
use kernel::{ChannelId, GuildId, ManualClock};
use reminders_core::testing::{a_reminder, occurrence_of};
use reminders_core::{AddOutcome, Announce, NewReminder, ReminderStore as _};

/// Servers of one size.
struct Size {
    servers: usize,
    channels: usize,
    /// Starts of events that are due in each channel …
    starts: u32,
    /// … and advance notices.
    notices: u32,
}

const fn size(servers: usize, channels: usize, starts: u32, notices: u32) -> Size {
    Size {
        servers,
        channels,
        starts,
        notices,
    }
}

/// One server has three thousand, most have one or two.
const SIZES: [Size; 7] = [
    size(1, 100, 9, 21),
    size(9, 10, 9, 21),
    size(40, 2, 9, 21),
    size(150, 1, 3, 7),
    size(100, 1, 1, 1),
    size(100, 1, 1, 0),
    size(100, 1, 0, 1),
];
const DUE: usize = 10_000;
/// As many servers of the fifth size have lost their channel when the minute comes.
const WITHOUT_CHANNEL: usize = 5;
/// Each of them has a start and a notice.
const LOST: usize = 2 * WITHOUT_CHANNEL;
/// Discord's limit, and the bot's own.
const PER_SECOND: usize = 50;

/// The servers, the bot, and the time that both share.
struct Storm {
    discord: Apart,
    clock: ManualClock,
    database: TestDatabase,
    servers: Vec<Server>,
    app: App,
}

struct Server {
    guild: Guild,
    channels: Vec<Channel>,
    log: Option<Channel>,
    starts: u32,
    notices: u32,
}

impl Server {
    /// The one with three thousand.
    fn is_crowd(&self) -> bool {
        self.channels.len() == SIZES[0].channels
    }

    /// One of those with one or two.
    fn is_small(&self) -> bool {
        self.starts + self.notices <= 2
    }
}

impl Storm {
    async fn gathers() -> Self {
        let clock = ManualClock::at(brussels(2, 4, 10, 0));
        let discord = Apart::start(Options {
            time: Arc::new(SharedTime(clock.clone())),
            patience: Duration::from_mins(1),
            ..Options::default()
        })
        .await;
        let servers = settle(&discord.simulator);
        let database = fresh_database().await;
        let app = alphapy_app::start(AppOptions {
            storage: Storage::Given(Box::new(database.options())),
            discord_proxy: Some(discord.simulator.http_addr()),
            discord_gateway: Some(discord.simulator.gateway_url()),
            bind: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            ..AppOptions::new(discord.simulator.token().into(), Arc::new(clock.clone()))
        })
        .await
        .expect("the bot starts");
        app.ready().await.expect("it is ready");
        let storm = Self {
            discord,
            clock,
            database,
            servers,
            app,
        };
        storm.stores().await;
        storm.loses_channels().await;
        storm
    }

    /// Everything is due at 20:00: starts of events then, notices of events an hour later.
    async fn stores(&self) {
        let start = a_reminder()
            .named("Start")
            .once(brussels(2, 4, 20, 0))
            .announced(Announce::AtStart);
        let notice = a_reminder()
            .named("Notice")
            .once(brussels(2, 4, 21, 0))
            .announced(Announce::Before);
        self.copies(&start.build(), |it| it.starts).await;
        self.copies(&notice.build(), |it| it.notices).await;
    }

    async fn copies(&self, model: &NewReminder, count: impl Fn(&Server) -> u32) {
        let store = PgReminderStore::new(self.database.pool().clone());
        let now = brussels(2, 4, 10, 0);
        let next = occurrence_of(model, chrono_tz::Europe::Brussels, now);
        let stored = store.add(model, next, None, now).await;
        let Ok(AddOutcome::Stored(stored)) = stored else {
            panic!("it is stored: {stored:?}");
        };
        // Server after server, as a claim in the order of their numbers would find them, and within one across channels.
        let places: Vec<_> = self
            .servers
            .iter()
            .flat_map(|it| std::iter::repeat_n(it, count(it) as usize))
            .flat_map(|server| server.channels.iter().map(move |it| (server, it)))
            .map(|(server, channel)| Place {
                guild: GuildId::new(server.guild.id()).expect("an id"),
                channel: ChannelId::new(channel.id()).expect("an id"),
                count: 1,
            })
            .collect();
        replace_by_copies(
            &self.database.options(),
            stored.id,
            &places,
            TimeDelta::zero(),
        )
        .await
        .expect("the copies are stored");
    }

    /// Some servers' channel goes; they have a log channel, where they are told.
    async fn loses_channels(&self) {
        for server in self.servers.iter().filter(|it| it.log.is_some()) {
            let log = server.guild.channel("bot-log");
            let owner = server.guild.owner().in_channel(&log);
            let set = owner
                .runs("/config system set_log_channel channel:#bot-log")
                .await
                .expect("the client lets it through");
            assert!(set.to_string().contains("✅"), "{set}");
            server.guild.delete_channel(&server.channels[0]);
        }
    }

    /// Whether every reminder stands in its channel, or is told of in a log channel.
    fn is_over(&self) -> bool {
        let created = self.discord.simulator.counters().messages_created;
        let count = |it: &Channel| created.get(&it.id()).copied().unwrap_or_default();
        let channels = self.servers.iter().flat_map(|it| &it.channels);
        let logs = self.servers.iter().filter_map(|it| it.log.as_ref());
        let told: usize = logs
            .map(|it| {
                it.messages()
                    .iter()
                    .flat_map(names)
                    .collect::<BTreeSet<_>>()
                    .len()
            })
            .sum();
        channels.map(count).sum::<u64>() >= (DUE - LOST) as u64 && told >= LOST
    }

    /// Everything that was posted there and in the log channels, in the order in which Discord took it.
    fn posted(&self) -> Vec<(&Server, Message)> {
        let mut all: Vec<_> = self
            .servers
            .iter()
            .flat_map(|server| {
                let channels = server.channels.iter().chain(&server.log);
                channels.flat_map(move |it| it.messages().into_iter().map(move |it| (server, it)))
            })
            .collect();
        all.sort_by_key(|(_, message)| message.id);
        all
    }

    async fn passes(self) {
        self.app.stop().await;
        assert_eq!(self.discord.simulator.violations(), []);
        let unknown = self.discord.simulator.counters().unknown_routes;
        assert!(unknown.is_empty(), "{unknown:?}");
    }
}

fn settle(simulator: &Simulator) -> Vec<Server> {
    let mut servers = Vec::new();
    for (kind, size) in SIZES.iter().enumerate() {
        for number in 0..size.servers {
            let told = kind == 4 && number < WITHOUT_CHANNEL;
            let mut guild = simulator.guild(&format!("Server {kind}-{number}"));
            for channel in 0..size.channels {
                guild = guild.channel(&format!("events-{channel}"));
            }
            let guild = guild.channel("bot-log").create();
            simulator.install_bot(&guild);
            servers.push(Server {
                channels: (0..size.channels)
                    .map(|it| guild.channel(&format!("events-{it}")))
                    .collect(),
                log: told.then(|| guild.channel("bot-log")),
                starts: size.starts,
                notices: size.notices,
                guild,
            });
        }
    }
    servers
}

/// The reminders that a message is about, by their names: `Start 17`, `Notice 4`.
fn names(message: &Message) -> BTreeSet<String> {
    let text = serde_json::json!(message.embeds).to_string();
    let mut found = BTreeSet::new();
    for kind in ["Start ", "Notice "] {
        for (at, _) in text.match_indices(kind) {
            let digits = text[at + kind.len()..]
                .chars()
                .take_while(char::is_ascii_digit);
            let number: String = digits.collect();
            if !number.is_empty() {
                found.insert(format!("{kind}{number}"));
            }
        }
    }
    found
}

#[tokio::test]
async fn ten_thousand_at_once_come_once_each_in_a_fair_order_and_within_every_limit() {
    let storm = Box::pin(Storm::gathers()).await;
    storm.discord.simulator.inject_at_random(RandomFaults {
        seed: 20_260_204,
        method: "POST".to_owned(),
        path: "/channels/*/messages".to_owned(),
        too_many_requests: 0.02,
        retry_after: 0.2,
        error_before: 0.02,
        error_after: 0.01,
        lost_answer: 0.01,
        ..RandomFaults::default()
    });
    storm.clock.set(brussels(2, 4, 20, 0));
    let (ten_minutes, mut steps) = (Duration::from_mins(10), 0_u32);
    let over = || {
        steps += 1;
        steps.is_multiple_of(25) && storm.is_over()
    };
    let over = storm
        .discord
        .time_lapse(&storm.clock, ten_minutes, over)
        .await;
    let posted = storm.posted();
    assert!(over, "only {} were posted after ten minutes", posted.len());
    every_one_came_once_or_is_told(&posted);
    starts_went_first(&posted);
    small_servers_did_not_wait_for_the_crowd(&posted);
    let traffic = storm.discord.simulator.traffic();
    let busiest = traffic.busiest_second();
    assert!(busiest <= PER_SECOND, "{busiest} requests in a second");
    let invalid = traffic.most_invalid_in_ten_minutes();
    assert!((1..1000).contains(&invalid), "{invalid} invalid requests");
    storm.passes().await;
}

fn every_one_came_once_or_is_told(posted: &[(&Server, Message)]) {
    let mut came: BTreeMap<String, usize> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for (server, message) in posted {
        if server.log.is_some() {
            told.extend(names(message));
        } else {
            for name in names(message) {
                *came.entry(name).or_default() += 1;
            }
        }
    }
    let twice: Vec<_> = came.iter().filter(|it| *it.1 > 1).collect();
    assert!(twice.is_empty(), "came more than once: {twice:?}");
    assert_eq!((came.len(), told.len()), (DUE - LOST, LOST));
    assert!(told.iter().all(|it| !came.contains_key(it)), "{told:?}");
}

fn is_start(message: &Message) -> bool {
    names(message).iter().any(|it| it.starts_with("Start"))
}

/// All were due in the same minute, and starts go first. What failed at its first try goes later; and the largest server
/// has only a few under way at once, so that its last starts come while others' notices go out.
fn starts_went_first(posted: &[(&Server, Message)]) {
    let others: Vec<_> = posted
        .iter()
        .filter(|(server, _)| !server.is_crowd() && server.log.is_none())
        .map(|it| is_start(&it.1))
        .collect();
    let starts = others.iter().filter(|it| **it).count();
    let first = others[..starts].iter().filter(|it| **it).count();
    assert!(first * 100 >= starts * 95, "{first} of {starts}");
    let largest = posted.iter().filter(|(server, _)| server.is_crowd());
    let largest: Vec<_> = largest.map(|it| is_start(&it.1)).collect();
    let starts = largest.iter().filter(|it| **it).count();
    let first = largest[..starts].iter().filter(|it| **it).count();
    assert!(
        first * 100 >= starts * 95,
        "{first} of the largest's {starts}"
    );
}

/// Servers with one or two are done with their starts before a fifth of everything is sent, and with their notices before
/// half of it, and up to there the largest gets no more than its share by turns and what it has in hand.
fn small_servers_did_not_wait_for_the_crowd(posted: &[(&Server, Message)]) {
    let last = |starts: bool| {
        posted.iter().rposition(|(server, message)| {
            server.is_small() && server.log.is_none() && is_start(message) == starts
        })
    };
    let (starts, notices) = (last(true).expect("starts"), last(false).expect("notices"));
    assert!(
        starts * 5 <= posted.len(),
        "the last start was number {starts}"
    );
    assert!(
        notices * 2 <= posted.len(),
        "the last notice was number {notices}"
    );
    let of_crowd = |until: usize| posted[..until].iter().filter(|it| it.0.is_crowd()).count();
    let share = of_crowd(starts);
    assert!(share * 10 <= starts, "{share} of the first {starts}");
    let share = of_crowd(notices);
    assert!(share * 8 <= notices, "{share} of the first {notices}");
}
