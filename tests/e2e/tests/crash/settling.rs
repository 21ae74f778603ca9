//! Waiting until nothing is left to do, and holding what people saw against what they should have seen.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use discord_simulator::Posted;
use e2e_tests::eventually;
use sqlx::PgPool;

use crate::scene::Scene;

/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// Something that waits for another try is helped along by letting time pass, so much at once …
const STEP: TimeDelta = TimeDelta::seconds(5);
/// … and so often.
const UNHURRIED: Duration = Duration::from_millis(400);
/// A send is settled long before Discord forgets its nonce.
const LONGEST: TimeDelta = TimeDelta::seconds(160);

/// A send that people should have seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Expected {
    pub(crate) name: String,
    pub(crate) due: DateTime<Utc>,
}

/// The same for several reminders.
pub(crate) fn sends(names: &[&str], due: DateTime<Utc>) -> Vec<Expected> {
    let send = |name: &&str| Expected {
        name: (*name).to_owned(),
        due,
    };
    names.iter().map(send).collect()
}

impl Scene {
    /// Waits until everything that is due has been dealt with, letting time pass where a retry waits for it.
    pub(crate) async fn settle(&mut self, due: DateTime<Utc>) {
        let begun = Instant::now();
        let mut last = Instant::now();
        while !is_settled(&self.pool, self.clock.now()).await {
            if begun.elapsed() > Duration::from_secs(30) {
                self.fail("it never settled").await;
            }
            if last.elapsed() > UNHURRIED && self.clock.now() + STEP <= due + LONGEST {
                self.clock.advance(STEP);
                last = Instant::now();
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Asserts that each of these sends was seen once, and that the database says the same.
    pub(crate) async fn assert_seen_once(&mut self, sends: &[Expected]) {
        self.assert_still_seen_once(sends).await;
        self.expected.extend_from_slice(sends);
    }

    /// The same for sends that were seen before.
    pub(crate) async fn assert_still_seen_once(&self, sends: &[Expected]) {
        for send in sends {
            let seen = self.posts_of(send);
            let [post] = seen.as_slice() else {
                let told = seen.iter().map(|it| {
                    let it = &it.message;
                    format!("{} {:?} at {}", it.id, it.nonce, it.sent_at)
                });
                let told: Vec<_> = told.collect();
                let complaint = format!("{send:?} was seen {} times: {told:?}", seen.len());
                self.fail(&complaint).await;
            };
            if !post.stands {
                self.fail(&format!("{send:?} was taken down")).await;
            }
            let recorded: Vec<(String, Option<i64>)> = sqlx::query_as(
                "SELECT o.state, o.message_id FROM alphapy.reminder_occurrences o
                 JOIN alphapy.reminders r ON r.guild_id = o.guild_id AND r.id = o.reminder_id
                 WHERE r.name = $1 AND o.fires_at = $2",
            )
            .bind(&send.name)
            .bind(send.due)
            .fetch_all(&self.pool)
            .await
            .unwrap();
            let message = i64::try_from(post.message.id).unwrap();
            if recorded != [("sent".to_owned(), Some(message))] {
                let complaint = format!("{send:?} is recorded as {recorded:?}, not {message}");
                self.fail(&complaint).await;
            }
        }
    }

    /// Asserts that the advance notices of these starts have been taken down.
    pub(crate) async fn assert_replaced(&mut self, notices: &[Expected]) {
        for notice in notices {
            let gone = eventually(Duration::from_secs(10), async || {
                self.notices_of(notice).iter().all(|it| !it.stands)
            });
            if !gone.await {
                self.fail(&format!("the notice {notice:?} still stands"))
                    .await;
            }
        }
    }

    /// Asserts that people saw what was expected over all, and nothing else.
    pub(crate) async fn assert_nothing_else_was_seen(&mut self) {
        let seen = self.guild.channel("general").history().len();
        if seen != self.expected.len() {
            let complaint = format!("{} were expected, {seen} were seen", self.expected.len());
            self.fail(&complaint).await;
        }
    }

    /// Has Alice press the button below a reminder that brings it again in an hour, and says when that is: time may have
    /// had to pass until it was sent.
    pub(crate) async fn snooze_for_an_hour(&mut self, send: &Expected) -> DateTime<Utc> {
        let again = self.clock.now() + TimeDelta::hours(1);
        let post = self.posts_of(send).remove(0).message;
        let pressed = self.guild.member("alice").clicks(&post, "💤 1 hour").await;
        let noted = self.simulator.wait_for_change(&post, |it| {
            it.is_some_and(|it| it.content.contains("will be told again"))
        });
        if pressed.is_err() || !noted.await {
            self.fail(&format!("snoozing brought {pressed:?}")).await;
        }
        again
    }

    /// What was posted for a reminder since it was due.
    fn posts_of(&self, send: &Expected) -> Vec<Posted> {
        let since = |it: &Posted| it.message.sent_at >= send.due;
        self.titled(&send.name).into_iter().filter(since).collect()
    }

    /// What was posted for a reminder within the hour that its advance notice stands for.
    fn notices_of(&self, notice: &Expected) -> Vec<Posted> {
        let end = notice.due + TimeDelta::hours(1);
        let all = self.posts_of(notice).into_iter();
        all.filter(|it| it.message.sent_at < end).collect()
    }

    fn titled(&self, name: &str) -> Vec<Posted> {
        let named = |it: &Posted| {
            let mut embeds = it.message.embeds.iter();
            embeds.any(|it| it["title"].as_str().is_some_and(|it| it.contains(name)))
        };
        let all = self.guild.channel("general").history();
        all.into_iter().filter(named).collect()
    }
}

/// Whether nothing is due and no claim is open.
async fn is_settled(pool: &PgPool, now: DateTime<Utc>) -> bool {
    let settled: Result<bool, _> = sqlx::query_scalar(
        "SELECT NOT EXISTS (SELECT FROM alphapy.reminders WHERE NOT completed AND next_fire_at <= $1)
            AND NOT EXISTS (SELECT FROM alphapy.reminder_occurrences WHERE state = 'claimed')",
    )
    .bind(now)
    .fetch_one(pool)
    .await;
    // While the server restarts, nothing is settled.
    settled.unwrap_or(false)
}
