//! The story: an announcement becomes a reminder and is moved, members make, change and delete their own, and each is
//! posted at its moment, and again for who asks. Then somebody needs help, and somebody joins.

use std::time::Instant;

use anyhow::{Context as _, ensure};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use chrono_tz::Europe::Brussels;
use discord_simulator::{Channel, Message, Reply, User, ValidationState};
use serde_json::json;

use super::{Counts, Stage};
use crate::commands::say;

/// The title of every reminder message begins with this.
const TITLE: &str = "⏰ Reminder: ";

/// A reminder message that has to stand in a channel exactly once.
struct Expected {
    at: DateTime<Utc>,
    channel: Channel,
    title: &'static str,
    /// Who presses which button below it.
    pressed: Option<(&'static str, &'static str)>,
}

/// Plays the story, and says what each person sees.
pub(crate) async fn play(stage: &Stage) -> anyhow::Result<Counts> {
    let begun = Instant::now();
    let mut story = Story {
        stage,
        counts: Counts::default(),
        seen: Vec::new(),
        expected: Vec::new(),
    };
    story.staff_sets_up().await?;
    let announcement = story.an_announcement_is_posted().await?;
    story.the_announcement_is_moved(&announcement).await?;
    story.members_make_reminders().await?;
    story.the_day_passes().await?;
    story.a_member_is_helped().await?;
    story.a_newcomer_arrives().await?;
    Ok(story.end(begun))
}

pub(super) struct Story<'a> {
    pub(super) stage: &'a Stage,
    pub(super) counts: Counts,
    /// Every reminder message that stood in a channel at the moment it was due.
    seen: Vec<Message>,
    expected: Vec<Expected>,
}

impl Story<'_> {
    async fn staff_sets_up(&mut self) -> anyhow::Result<()> {
        heading("Monday 09:00 — Sara, who owns the server, sets Alphapy up");
        let sara = self.stage.member("sara");
        self.runs(
            &sara,
            "general",
            "/config system set_log_channel channel:#bot-log",
        )
        .await?;
        self.runs(
            &sara,
            "general",
            "/config embedwatcher set_announcements channel:#announcements",
        )
        .await?;
        self.runs(
            &sara,
            "general",
            "/config reminders set_default_channel channel:#general",
        )
        .await?;
        Ok(())
    }

    async fn an_announcement_is_posted(&mut self) -> anyhow::Result<Message> {
        heading("Monday 09:00 — Karim of the crew announces a games night, in Dutch");
        let announcements = self.channel("announcements");
        let embed = games_night("di 3/2 om 19u30");
        let announcement = self
            .stage
            .member("karim")
            .says_with_embed(&announcements, "", embed)?;
        say(&self.stage.simulator.rendered(&announcement));
        // The bot waits for changes before it reads.
        self.stage.clock.advance(chrono::TimeDelta::seconds(2));
        let log = self.channel("bot-log");
        let told = self
            .stage
            .simulator
            .wait_for_message(&log, |it| titled(it, "Reminder created"))
            .await;
        let told = told.context("the announcement was not read")?;
        ensure!(
            said(&told, "I read this announcement"),
            "the log tells of another reminder"
        );
        self.counts.announcements_read += 1;
        self.counts.reminders_created += 1;
        self.shows("#bot-log", &told);
        Ok(announcement)
    }

    async fn the_announcement_is_moved(&mut self, announcement: &Message) -> anyhow::Result<()> {
        heading(
            "Monday 09:00 — the games night begins half an hour later; Karim edits his announcement",
        );
        let later = games_night("di 3/2 om 20u");
        self.stage
            .member("karim")
            .edits_embed(announcement, later)?;
        self.stage.clock.advance(chrono::TimeDelta::seconds(2));
        let log = self.channel("bot-log");
        let told = self
            .stage
            .simulator
            .wait_for_message(&log, |it| titled(it, "Reminder updated"))
            .await;
        self.shows("#bot-log", &told.context("the edit was not followed")?);
        for clock in [(19, 0), (20, 0)] {
            self.expect((3, clock), "announcements", "Spellenavond")?;
        }
        Ok(())
    }

    async fn members_make_reminders(&mut self) -> anyhow::Result<()> {
        heading("Monday 09:00 — members make their own");
        let (alice, bob) = (self.stage.member("alice"), self.stage.member("bob"));
        self.adds(
            &alice,
            "/add_reminder name:\"Raid night\" time:20u30 days:di message:\"Bring **potions**!\"",
        )
        .await?;
        self.expect((3, (19, 30)), "general", "Raid night")?;
        self.adds(
            &bob,
            "/add_reminder name:\"Pizza vote closes\" time:17:00 date:2/2",
        )
        .await?;
        self.expect((2, (16, 0)), "general", "Pizza vote closes")?;
        self.is_pressed("bob", "💤 10 min");
        self.expect((2, (16, 10)), "general", "Pizza vote closes")?;
        self.expect((2, (17, 0)), "general", "Pizza vote closes")?;
        self.is_pressed("bob", "Done");
        self.adds(
            &alice,
            "/add_reminder name:\"Board meeting\" time:20:00 days:\"first monday of the month\"",
        )
        .await?;
        self.expect((2, (19, 0)), "general", "Board meeting")?;
        let mistake = self
            .adds(
                &alice,
                "/add_reminder name:\"Raid nihgt\" time:20:30 days:wed",
            )
            .await?;
        heading("A time that is none, a mistake taken back, and a look at what is left");
        self.runs(&bob, "general", "/add_reminder name:Nap time:25:00")
            .await?;
        let id = id_in(mistake.content()).context("the reply names no ID")?;
        self.runs(
            &alice,
            "general",
            &format!("/reminder_delete reminder_id:{id}"),
        )
        .await?;
        self.runs(&alice, "general", "/reminder_list").await?;
        Ok(())
    }

    /// Moves the clock from one moment at which something is due to the next.
    async fn the_day_passes(&mut self) -> anyhow::Result<()> {
        self.expected.sort_by_key(|it| it.at);
        let mut moments: Vec<_> = self.expected.iter().map(|it| it.at).collect();
        moments.dedup();
        for moment in moments {
            self.stage.clock.set(moment);
            heading(
                &moment
                    .with_timezone(&Brussels)
                    .format("%A %H:%M")
                    .to_string(),
            );
            for index in 0..self.expected.len() {
                if self.expected[index].at == moment {
                    self.look_for(index).await?;
                }
            }
        }
        // Whatever else was due by now has to show itself before the count.
        self.stage.clock.advance(chrono::TimeDelta::minutes(5));
        self.stage.settled().await
    }

    async fn look_for(&mut self, index: usize) -> anyhow::Result<()> {
        let Expected {
            at,
            channel,
            title,
            pressed,
        } = &self.expected[index];
        let fits = |it: &Message| is_reminder(it, title) && it.sent_at >= *at;
        match self.stage.simulator.wait_for_message(channel, fits).await {
            Some(message) => {
                self.shows(&format!("#{}", channel.name()), &message);
                if let Some((who, label)) = pressed {
                    self.presses(who, label, &message, channel).await?;
                }
                self.seen.push(message);
            }
            None => say(&format!("(nothing came in #{})", channel.name())),
        }
        Ok(())
    }

    /// Presses a button below a reminder, and shows what stands above it then.
    async fn presses(
        &self,
        who: &str,
        label: &str,
        message: &Message,
        channel: &Channel,
    ) -> anyhow::Result<()> {
        say(&format!("{who} presses [{label}]"));
        let place = self.stage.member(who).in_channel(channel);
        place.clicks_on(message, label).await?;
        let noted = |it: Option<&Message>| it.is_some_and(|it| !it.content.is_empty());
        ensure!(
            self.stage.simulator.wait_for_change(message, noted).await,
            "the button did nothing"
        );
        let now = channel
            .messages()
            .into_iter()
            .find(|it| it.id == message.id)
            .context("it is gone")?;
        say(&format!("{}\n", self.stage.simulator.rendered(&now)));
        Ok(())
    }

    /// Counts what the simulator saw: every message the bot created in the channels, less what was expected.
    fn end(mut self, begun: Instant) -> Counts {
        let simulator = &self.stage.simulator;
        let created = simulator.counters().messages_created;
        let sent: u64 = ["general", "announcements"]
            .iter()
            .filter_map(|it| created.get(&self.stage.guild.channel(it).id()))
            .sum();
        let sent = usize::try_from(sent).unwrap_or(usize::MAX);
        self.counts.occurrences_sent = sent;
        self.counts.lost = self.expected.len().saturating_sub(self.seen.len());
        self.counts.duplicates = sent.saturating_sub(self.seen.len());
        self.counts.violations = match simulator.validation() {
            ValidationState::Checked => Some(simulator.violations().len()),
            ValidationState::Absent(_) => None,
        };
        self.counts.seconds = (begun.elapsed().as_secs_f64() * 10.0).round() / 10.0;
        self.counts
    }

    async fn adds(&mut self, who: &User, command: &str) -> anyhow::Result<Reply> {
        let reply = self.runs(who, "general", command).await?;
        ensure!(reply.content().contains("✅"), "no reminder was made");
        self.counts.reminders_created += 1;
        Ok(reply)
    }

    pub(super) async fn runs(
        &self,
        who: &User,
        channel: &str,
        command: &str,
    ) -> anyhow::Result<Reply> {
        say(&format!("{} in #{channel}: {command}", who.name()));
        let reply = who.in_channel(&self.channel(channel)).runs(command).await?;
        say(&format!("{reply}\n"));
        Ok(reply)
    }

    fn expect(
        &mut self,
        (day, (hour, minute)): (u32, (u32, u32)),
        channel: &str,
        title: &'static str,
    ) -> anyhow::Result<()> {
        let date = NaiveDate::from_ymd_opt(2026, 2, day).context("a day of the story")?;
        let clock = NaiveTime::from_hms_opt(hour, minute, 0).context("a clock of the story")?;
        self.expected.push(Expected {
            at: parsers::resolve(date, clock, Brussels),
            channel: self.channel(channel),
            title,
            pressed: None,
        });
        Ok(())
    }

    /// Somebody will press a button below what was expected last.
    fn is_pressed(&mut self, who: &'static str, label: &'static str) {
        if let Some(last) = self.expected.last_mut() {
            last.pressed = Some((who, label));
        }
    }

    pub(super) fn channel(&self, name: &str) -> Channel {
        self.stage.guild.channel(name)
    }

    pub(super) fn shows(&self, place: &str, message: &Message) {
        say(&format!(
            "{place} shows:\n{}\n",
            self.stage.simulator.rendered(message)
        ));
    }
}

/// The announcement of a games night.
fn games_night(when: &str) -> serde_json::Value {
    json!({
        "title": "🎲 Spellenavond",
        "description": "Breng gerust je eigen spel mee! Inschrijven kan via https://spelzolder.example/avond",
        "fields": [
            { "name": "Wanneer", "value": when },
            { "name": "Waar", "value": "Zaal De Kroon, Tielt" },
        ],
    })
}

pub(super) fn heading(text: &str) {
    say(&format!("── {text}\n"));
}

fn titled(message: &Message, part: &str) -> bool {
    message.embeds.iter().any(|it| {
        it["title"]
            .as_str()
            .is_some_and(|title| title.contains(part))
    })
}

fn said(message: &Message, part: &str) -> bool {
    message.embeds.iter().any(|it| {
        it["description"]
            .as_str()
            .is_some_and(|text| text.contains(part))
    })
}

fn is_reminder(message: &Message, name: &str) -> bool {
    titled(message, TITLE) && titled(message, name)
}

fn id_in(reply: &str) -> Option<u64> {
    reply.split_once("(ID ")?.1.split_once(')')?.0.parse().ok()
}
