//! The panel: posted, found again, or left as it stands.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use kernel::{ChannelId, GuildId, PortFailure, UseCaseError, UserId};

use super::Newcomers;
use crate::OnboardingMode;
use crate::panel::{Panel, chosen_channel, may_stand, panel_channel};
use crate::ports::{PanelTrouble, RunEvent};
use crate::settings::onboarding::OnboardingSettings;

/// What came of looking after a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PanelOutcome {
    /// There should be none, or nobody has chosen where.
    NotWanted,
    /// It stands.
    Stands(Panel),
    /// One was there that nobody remembered.
    Found(Panel),
    /// It was posted.
    Posted(Panel),
    /// It cannot stand there; staff is told.
    Trouble(ChannelId, PanelTrouble),
}

/// A panel that an admin wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostPanel {
    /// In which guild.
    pub guild: GuildId,
    /// Where.
    pub channel: ChannelId,
    /// Who wants it.
    pub by: UserId,
    /// What marks this wish among others: at most 25 letters and digits.
    pub mark: String,
}

/// Why it is not posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostPanelRefusal {
    /// The onboarding is off, so that its button would do nothing.
    TurnedOff,
    /// The channel is in the way.
    Trouble(PanelTrouble),
}

impl Newcomers {
    /// Where a guild's panel stands, as far as is remembered.
    pub async fn panel(&self, guild: GuildId) -> Result<Option<Panel>, PortFailure> {
        self.ports().panels.panel(guild).await
    }

    /// Sees to it that a guild's panel stands where it should. A channel's history is looked through only where none is
    /// remembered that still stands, and where its channel was chosen anew since the last look.
    pub async fn ensure_panel(&self, guild: GuildId) -> Result<PanelOutcome, PortFailure> {
        let snapshot = self.ports().settings.snapshot(guild).await?;
        let chosen = chosen_channel(&snapshot);
        let before = self.chosen().get(&guild).copied();
        let is_chosen_anew = before.is_some_and(|it| it != chosen);
        let outcome = match panel_channel(&snapshot) {
            Some(channel) => self.see_to_panel(guild, channel, is_chosen_anew).await?,
            None => PanelOutcome::NotWanted,
        };
        match outcome {
            PanelOutcome::Stands(_) | PanelOutcome::Found(_) | PanelOutcome::Posted(_) => {
                self.chosen().insert(guild, chosen);
            }
            // A channel that was chosen meanwhile is still a new one to the next look.
            PanelOutcome::NotWanted | PanelOutcome::Trouble(..) => {}
        }
        Ok(outcome)
    }

    fn chosen(&self) -> MutexGuard<'_, HashMap<GuildId, Option<ChannelId>>> {
        let chosen = self.0.chosen.lock();
        chosen.unwrap_or_else(PoisonError::into_inner)
    }

    async fn see_to_panel(
        &self,
        guild: GuildId,
        channel: ChannelId,
        is_chosen_anew: bool,
    ) -> Result<PanelOutcome, PortFailure> {
        let ports = self.ports();
        let remembered = ports.panels.panel(guild).await?;
        if let Some(panel) = remembered.filter(|it| may_stand(*it, channel, is_chosen_anew))
            && ports.board.stands(guild, panel).await?
        {
            return Ok(PanelOutcome::Stands(panel));
        }
        let found = match ports.board.find(guild, channel).await? {
            Ok(found) => found,
            Err(trouble) => return Ok(self.in_trouble(guild, channel, trouble).await),
        };
        let message = if let Some(message) = found {
            message
        } else {
            let mark = mark(channel, remembered);
            match ports.board.post(guild, channel, &mark).await? {
                Ok(message) => message,
                Err(trouble) => return Ok(self.in_trouble(guild, channel, trouble).await),
            }
        };
        let panel = Panel { channel, message };
        let now = ports.clock.now();
        ports.panels.remember_panel(guild, panel, None, now).await?;
        Ok(if found.is_some() {
            PanelOutcome::Found(panel)
        } else {
            PanelOutcome::Posted(panel)
        })
    }

    /// Posts a panel for an admin. One that stands elsewhere keeps working.
    pub async fn post_panel(
        &self,
        wish: &PostPanel,
    ) -> Result<Panel, UseCaseError<PostPanelRefusal>> {
        let ports = self.ports();
        let settings = OnboardingSettings::read(&*ports.settings.snapshot(wish.guild).await?);
        if !settings.enabled || settings.mode == OnboardingMode::Disabled {
            return Err(UseCaseError::Refused(PostPanelRefusal::TurnedOff));
        }
        let posted = ports
            .board
            .post(wish.guild, wish.channel, &wish.mark)
            .await?;
        let message =
            posted.map_err(|trouble| UseCaseError::Refused(PostPanelRefusal::Trouble(trouble)))?;
        let panel = Panel {
            channel: wish.channel,
            message,
        };
        let now = ports.clock.now();
        let panels = &ports.panels;
        panels
            .remember_panel(wish.guild, panel, Some(wish.by), now)
            .await?;
        let event = RunEvent::PanelPosted { panel, by: wish.by };
        ports.log.record(wish.guild, &event).await;
        Ok(panel)
    }

    async fn in_trouble(
        &self,
        guild: GuildId,
        channel: ChannelId,
        trouble: PanelTrouble,
    ) -> PanelOutcome {
        let event = RunEvent::NoPanel(channel, trouble);
        self.ports().log.record(guild, &event).await;
        PanelOutcome::Trouble(channel, trouble)
    }
}

/// What marks a post: the same for everybody who sees to the same panel at once, and another one after it was deleted.
fn mark(channel: ChannelId, gone: Option<Panel>) -> String {
    let gone = gone.map_or(0, |it| it.message.get() & 0xff_ffff);
    format!("onb{:016x}{gone:06x}", channel.get())
}
