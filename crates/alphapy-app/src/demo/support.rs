//! The second chapter: a question becomes a ticket, the ticket an answer, and the next member finds it before asking.

use anyhow::{Context as _, ensure};
use chrono::TimeDelta;
use discord_simulator::{Channel, Message, User};

use super::story::{Story, heading};
use crate::commands::say;

/// Where members press for help.
const HELP: &str = "help";

impl Story<'_> {
    /// Support from the first press of a button to an answer that everybody can find.
    pub(super) async fn a_member_is_helped(&mut self) -> anyhow::Result<()> {
        self.staff_offers_help().await?;
        let ticket = self.a_ticket_is_opened().await?;
        self.staff_answers(&ticket).await?;
        self.the_ticket_is_closed(&ticket).await?;
        self.the_next_member_finds_the_answer().await
    }

    async fn staff_offers_help(&self) -> anyhow::Result<()> {
        heading("Tuesday 20:05 — Sara has the crew answer questions, in tickets");
        let sara = self.stage.member("sara");
        for command in [
            "/config ticketbot set_category category:#Support",
            "/config ticketbot set_staff_role role:@Crew",
            "/ticket_panel_post",
        ] {
            self.runs(&sara, HELP, command).await?;
        }
        Ok(())
    }

    async fn a_ticket_is_opened(&self) -> anyhow::Result<Channel> {
        heading("Tuesday 20:05 — Bob has a question that is nobody else's business");
        let help = self.channel(HELP);
        let panel = self.waits_for(&help, |it| it.components.len() == 1).await?;
        self.shows("#help", &panel);
        let bob = self.stage.member("bob");
        say("bob presses [📨 Create ticket]");
        let form = bob.clicks(&panel, "📨 Create ticket").await?;
        let question = "Ik kan me niet inschrijven: de link voor de spellenavond werkt niet.";
        say(&format!("{form}\nbob fills in: {question}"));
        let opened = form.submits(&[("What is it about?", question)]).await?;
        say(&format!("{opened}\n"));
        ensure!(
            opened.to_string().contains("#ticket-1"),
            "no ticket was opened"
        );
        let ticket = self.channel("ticket-1");
        let control = self
            .waits_for(&ticket, |it| !it.components.is_empty())
            .await?;
        self.shows("#ticket-1", &control);
        Ok(ticket)
    }

    async fn staff_answers(&self, ticket: &Channel) -> anyhow::Result<()> {
        self.stage.clock.advance(TimeDelta::minutes(1));
        heading("Tuesday 20:06 — Karim takes it on");
        let karim = self.stage.member("karim");
        self.presses_in(&karim, ticket, "🎟️ Claim ticket").await?;
        let claimed = |it: &Message| it.content.contains("Claimed by");
        let line = self.waits_for(ticket, claimed).await?;
        self.shows("#ticket-1", &line);
        for (who, words) in [
            (
                "karim",
                "De link was verlopen. Probeer https://spelzolder.example/avond2 eens?",
            ),
            ("bob", "Gelukt, dank je!"),
        ] {
            say(&format!("{who} in #ticket-1: {words}\n"));
            self.stage.member(who).says(ticket, words)?;
        }
        Ok(())
    }

    async fn the_ticket_is_closed(&mut self, ticket: &Channel) -> anyhow::Result<()> {
        self.stage.clock.advance(TimeDelta::minutes(4));
        heading("Tuesday 20:10 — solved");
        let bob = self.stage.member("bob");
        self.runs(&bob, &ticket.name(), "/ticket_close reason:\"It works\"")
            .await?;
        let closed = |it: &Message| it.content.contains("Closed by");
        let line = self.waits_for(ticket, closed).await?;
        self.shows("#ticket-1", &line);
        self.counts.tickets_closed += 1;
        Ok(())
    }

    async fn the_next_member_finds_the_answer(&mut self) -> anyhow::Result<()> {
        self.stage.clock.advance(TimeDelta::minutes(5));
        heading(
            "Tuesday 20:15 — Sara keeps the answer, and Alice, who cannot spell today, finds it",
        );
        let (sara, alice) = (self.stage.member("sara"), self.stage.member("alice"));
        let place = sara.in_channel(&self.channel("general"));
        say("sara in #general: /faq add");
        let form = place.runs("/faq add").await?;
        let written = [
            ("Title", "Inschrijven voor de spellenavond"),
            (
                "Answer",
                "Neem de nieuwe link: https://spelzolder.example/avond2",
            ),
            ("Keywords", "link, aanmelden"),
        ];
        let added = form.submits(&written).await?;
        say(&format!("{form}\n{added}\n"));
        let query = "/faq search query:\"inschrijfen spelenavonden\"";
        let found = self.runs(&alice, "general", query).await?;
        ensure!(
            found.to_string().contains("avond2"),
            "the answer was not found"
        );
        self.counts.answers_found += 1;
        Ok(())
    }

    async fn presses_in(&self, who: &User, ticket: &Channel, label: &str) -> anyhow::Result<()> {
        let control = self
            .waits_for(ticket, |it| !it.components.is_empty())
            .await?;
        say(&format!("{} presses [{label}]", who.name()));
        let told = who.in_channel(ticket).clicks_on(&control, label).await?;
        say(&format!("{told}\n"));
        Ok(())
    }

    /// The message that fits, as soon as it is there.
    pub(super) async fn waits_for(
        &self,
        channel: &Channel,
        fits: impl Fn(&Message) -> bool,
    ) -> anyhow::Result<Message> {
        let came = self.stage.simulator.wait_for_message(channel, fits).await;
        came.with_context(|| format!("nothing came in #{}", channel.name()))
    }
}
