//! Ten thousand requests that are drawn from the API's own description, and what must hold of every answer.

mod callers;
mod desk;
mod document;
mod draw;
mod home;
mod judge;
mod newcomers;
mod oddities;
mod raw;
mod values;
mod wire;

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use access_core::{AccountId, LinkAccount, LinkOutcome, LinkProof, LinkStore as _};
use adapter_postgres::PgAccountLinks;
use alphapy_app::{App, start};
use e2e_tests::{Dice, Town};
use kernel::{Clock as _, UserId};
use tokio::task::JoinSet;

use self::callers::{Caller, Person, SECRET};
use self::desk::Desk;
use self::document::Document;
use self::draw::{Deck, Drawn};
use self::home::Home;
use self::judge::{Tally, judge};
use self::raw::Raw;
use self::wire::{Answer, Wire};

/// What chance starts from: the same requests come of the same seed, but for numbers that the database gives.
const SEED: u64 = 20_261_121;
/// So many ask at once, each at a server of their own …
const PEOPLE: usize = 24;
/// … so often.
const TURNS: usize = 420;

/// The bot, and the people who ask.
struct Crowd {
    town: Town,
    app: App,
    homes: Vec<Home>,
    stranger: Person,
}

impl Crowd {
    async fn gather() -> Self {
        let mut town = Town::of_customers().await;
        let now = town.clock.now();
        let mut homes = Vec::new();
        for number in 0..PEOPLE {
            let guild = town.simulator.guild(&format!("Home {number}"));
            let name = format!("owner{number}");
            let guild = guild.owner(&name).channel("general").create();
            town.simulator.install_bot(&guild);
            let owner = Person::new(guild.owner().id(), number, now);
            let mut desk = Desk::open(&guild).await;
            desk.has_proposals(&guild, town.database.pool()).await;
            homes.push(Home::new(&guild, owner, now, desk));
        }
        town.stop_app().await;
        let stranger = Person::new(9_000_000_000, PEOPLE, now);
        let links = PgAccountLinks::new(town.database.pool().clone());
        for person in homes.iter().map(|it| &it.owner).chain([&stranger]) {
            let link = LinkAccount {
                account: AccountId(person.account.parse().expect("an account's id")),
                user: UserId::new(person.user).expect("a user's id"),
                proof: LinkProof::Admin,
            };
            let linked = links.link(link).await.expect("the database is there");
            assert_eq!(linked, LinkOutcome::Linked);
        }
        let mut options = town.options();
        options.supabase.jwt_secret = Some(SECRET.into());
        options.api.trusted_proxies = vec!["127.0.0.1/32".parse().expect("a network")];
        let app = Box::pin(start(options)).await.expect("the bot starts");
        app.ready().await.expect("the bot is ready");
        Self {
            town,
            app,
            homes,
            stranger,
        }
    }

    async fn leave(self) {
        self.app.stop().await;
        self.town.leave().await;
    }
}

/// One of the people, and what they have to ask with.
struct Asker {
    document: Arc<Document>,
    wire: Wire,
    home: Home,
    stranger: Person,
    number: usize,
    tally: Tally,
}

impl Asker {
    /// Asks so many times; what is wrong with the first answer that is, if one is.
    async fn go(mut self) -> Result<Tally, String> {
        self.look().await;
        let mut dice =
            Dice::new(SEED.wrapping_add(u64::try_from(self.number).unwrap_or_default() << 32));
        for turn in 0..TURNS {
            let deck = Deck {
                document: &self.document,
                stranger: &self.stranger,
                number: self.number,
            };
            let drawn = deck.draw(turn, &mut self.home, &mut dice);
            let told = self.ask(&drawn).await;
            told.map_err(|why| {
                let place = format!("seed {SEED}, person {}, turn {turn}", self.number);
                format!("{place}, {}\n{why}", drawn.about)
            })?;
        }
        Ok(self.tally)
    }

    /// Looks what there is at home.
    async fn look(&mut self) {
        let path = format!(
            "/api/dashboard/settings/{}?view=effective",
            self.home.guild()
        );
        let mut raw = Raw::new("GET", &path);
        raw.identify(&Caller::Token(self.home.owner.token.clone()));
        let answer = self.wire.ask(&raw.bytes(), false).await;
        let answer = answer.expect("the settings are shown");
        assert_eq!(answer.status, 200, "{answer:?}");
        self.home.learn_settings(&answer.json());
    }

    async fn ask(&mut self, drawn: &Drawn) -> Result<(), String> {
        let (bytes, headless) = (drawn.raw.bytes(), drawn.raw.method == "HEAD");
        let shown = |why: String| format!("{why}\n{}", drawn.raw.shown());
        let answer = self.wire.ask(&bytes, headless).await.map_err(shown)?;
        let complaint = |why: String, answer: &Answer| {
            format!("{why}\n{}\n\n{}", drawn.raw.shown(), answer.shown())
        };
        judge(&self.document, drawn, &answer).map_err(|it| complaint(it, &answer))?;
        self.tally.count(&self.document, drawn, &answer);
        if drawn.twice && answer.status < 400 {
            let again = self.wire.ask(&bytes, headless).await.map_err(shown)?;
            if (again.status, &again.body) != (answer.status, &answer.body) {
                return Err(complaint(
                    "another answer the second time".to_owned(),
                    &again,
                ));
            }
        }
        if let Some(at) = drawn.operation.filter(|_| answer.status < 300) {
            let operation = &self.document.operations[at];
            if operation.method == "DELETE"
                || drawn
                    .sent
                    .as_ref()
                    .is_some_and(|it| it["completed"] == true)
            {
                self.home.forget(drawn.subject);
            }
            if drawn.is_good {
                self.home.learn(operation, drawn.sent.as_ref(), &answer);
            }
        }
        Ok(())
    }
}

async fn fetch(api: SocketAddr, path: &str) -> Answer {
    let raw = Raw::new("GET", path);
    let answer = Wire::to(api).ask(&raw.bytes(), false).await;
    answer.expect("there is an answer")
}

/// What is measured of memory holds no more than it may.
fn assert_within_bounds(metrics: &str) {
    let figure = |name: &str, structure: &str| {
        let start = format!("{name}{{structure=\"{structure}\"}} ");
        let mut lines = metrics.lines();
        lines.find_map(|it| it.strip_prefix(&start)?.parse::<f64>().ok())
    };
    let bounds = metrics
        .lines()
        .filter_map(|it| it.strip_prefix("alphapy_memory_entries_max{structure=\""));
    let structures: Vec<_> = bounds.filter_map(|it| it.split('"').next()).collect();
    assert!(structures.contains(&"rate_limits"), "{metrics}");
    for structure in structures {
        let held = figure("alphapy_memory_entries", structure);
        let most = figure("alphapy_memory_entries_max", structure);
        assert!(held <= most, "{structure} holds {held:?} of {most:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_requests_of_every_kind_are_answered_as_the_description_says() {
    let mut crowd = Crowd::gather().await;
    let api = crowd.app.api();
    let document = Arc::new(Document::read(&fetch(api, "/openapi.json").await.body));
    let mut asking = JoinSet::new();
    for (number, home) in crowd.homes.drain(..).enumerate() {
        let asker = Asker {
            document: document.clone(),
            wire: Wire::to(api),
            home,
            stranger: crowd.stranger.clone(),
            number,
            tally: Tally::default(),
        };
        asking.spawn(asker.go());
    }
    let mut tally = Tally::default();
    let mut wrong = String::new();
    for told in asking.join_all().await {
        match told {
            Ok(counted) => tally.add(counted),
            Err(why) => writeln!(wrong, "{why}\n").expect("text grows"),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");

    assert!(tally.sent >= 10_000, "{} requests", tally.sent);
    let (good, succeeded) = tally.share();
    assert!(
        succeeded * 10 >= good * 9,
        "{succeeded} of {good} succeeded: {tally:#?}"
    );
    for operation in &document.operations {
        let name = operation.name();
        let (sent, succeeded) = tally.good.get(&name).copied().unwrap_or_default();
        assert!(
            succeeded * 2 >= sent && succeeded > 0,
            "{name}: {succeeded} of {sent}"
        );
    }
    assert_eq!(fetch(api, "/health").await.status, 200);
    assert_within_bounds(&fetch(api, "/metrics").await.body);
    crowd.leave().await;
}

#[tokio::test]
async fn the_descriptions_own_examples_are_as_it_says() {
    let town = Town::start().await;
    let document = Document::read(&fetch(town.api(), "/openapi.json").await.body);
    for (name, example, shape) in document.examples() {
        let wrong: Vec<_> = shape
            .iter_errors(&example)
            .map(|it| it.to_string())
            .collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
    town.leave().await;
}
