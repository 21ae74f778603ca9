//! The third chapter: somebody joins, goes through the rules and questions of the server, and asks what is kept of them.

use anyhow::ensure;
use chrono::TimeDelta;
use discord_simulator::{Reply, User};

use super::story::{Story, heading};
use crate::commands::say;

/// Where newcomers start.
const WELCOME: &str = "welcome";
/// The role that they get at the end of it.
const PLAYERS: &str = "Players";

impl Story<'_> {
    /// A newcomer's first minutes, from an empty set-up to their role.
    pub(super) async fn a_newcomer_arrives(&mut self) -> anyhow::Result<()> {
        self.staff_says_what_newcomers_meet().await?;
        let dina = self.stage.guild.joins("dina", &[]);
        self.the_newcomer_goes_through(&dina).await?;
        self.staff_sees_how_far_people_get().await?;
        self.stage.clock.advance(TimeDelta::minutes(1));
        heading("Tuesday 20:32 — Dina asks what Alphapy keeps of her");
        self.runs(&dina, WELCOME, "/export_my_data").await?;
        Ok(())
    }

    async fn staff_says_what_newcomers_meet(&self) -> anyhow::Result<()> {
        self.stage.clock.advance(TimeDelta::minutes(15));
        heading("Tuesday 20:30 — Sara says what newcomers read and are asked");
        let sara = self.stage.member("sara");
        for command in [
            "/onboarding add_rule rule_order:1 title:\"Be kind\" description:\"Everybody is here to **play**.\"",
            "/onboarding add_question step:1 question:\"What do you like to play?\" type:multiselect \
             options:\"Board games; Card games; Role playing\"",
            "/onboarding add_question step:2 question:\"Which game are we missing?\" type:text required:false",
            "/config onboarding set_role role:@Players",
            "/config system set_rules_channel channel:#welcome",
        ] {
            let reply = self.runs(&sara, "general", command).await?;
            ensure!(reply.to_string().contains('✅'), "{command} was refused");
        }
        Ok(())
    }

    async fn the_newcomer_goes_through(&mut self, dina: &User) -> anyhow::Result<()> {
        self.stage.clock.advance(TimeDelta::minutes(1));
        heading("Tuesday 20:31 — Dina joins, and only she sees what she presses");
        let welcome = self.channel(WELCOME);
        let panel = self
            .waits_for(&welcome, |it| !it.components.is_empty())
            .await?;
        self.shows("#welcome", &panel);
        say("dina presses [🚀 Start Onboarding]");
        let place = dina.in_channel(&welcome);
        let rule = place.clicks_on(&panel, "🚀 Start Onboarding").await?;
        let all = presses(&rule, "✅ I Accept").await?;
        let games = presses(&all, "Accept all & start").await?;
        say(&format!("{games}\ndina chooses: Board games, Role playing"));
        let missing = games
            .selects("Choose one or more", &["Board games", "Role playing"])
            .await?;
        let form = presses(&missing, "✏️ Type answer").await?;
        say(&format!("{form}\ndina fills in: Wingspan"));
        let review = form
            .submits(&[("Which game are we missing?", "Wingspan")])
            .await?;
        let done = presses(&review, "✅ Send").await?;
        say(&format!("{done}\n"));
        let roles = self.stage.guild.roles_of(dina);
        ensure!(
            roles.iter().any(|it| it == PLAYERS),
            "the newcomer has no role: {roles:?}"
        );
        self.counts.newcomers_welcomed += 1;
        Ok(())
    }

    async fn staff_sees_how_far_people_get(&self) -> anyhow::Result<()> {
        let sara = self.stage.member("sara");
        let figures = self.runs(&sara, "general", "/onboarding stats").await?;
        ensure!(
            figures.to_string().contains("Completed: 1"),
            "nobody was counted"
        );
        Ok(())
    }
}

/// Shows what stands there, and presses a button of it.
async fn presses(reply: &Reply, label: &str) -> anyhow::Result<Reply> {
    say(&format!("{reply}\ndina presses [{label}]"));
    Ok(reply.clicks(label).await?)
}
