//! Newcomers: the panel, rules, questions, what they answered, and the role they get for it.

mod extremes;
mod first_hour;
mod hindrances;
mod joins;
mod midway;
mod panel;
mod races;
mod rights;
mod taken_out;
mod way;
mod written;

use discord_simulator::{Guild, Message, Permissions, Reply, User};
use e2e_tests::{PATIENCE, Town, eventually};

/// A server whose panel stands in `#general`, with a role for whoever is done.
struct Door {
    town: Town,
    panel: Message,
}

impl Door {
    async fn open() -> Self {
        Self::in_town(Town::start().await).await
    }

    async fn in_town(town: Town) -> Self {
        town.set_up().await;
        town.guild.add_role("Members", Permissions::SEND_MESSAGES);
        let bot = town
            .guild
            .add_role("Alphapy itself", Permissions::MANAGE_ROLES);
        town.guild.set_bot_roles(&[bot]);
        for command in [
            "/config onboarding set_role role:@Members",
            "/config system set_rules_channel channel:#general",
        ] {
            let reply = town.says_at_last("sara", command, "✅").await;
            assert!(reply.contains("✅"), "{command}: {reply}");
        }
        let panel = panel_of(&town, &town.guild).await;
        Self { town, panel }
    }

    fn presses(&self, name: &str) -> (User, Message) {
        (self.town.member(name), self.panel.clone())
    }

    /// Presses the start button.
    async fn starts(&self, name: &str) -> Reply {
        let (user, panel) = self.presses(name);
        let place = user.in_channel(&self.town.channel("general"));
        let reply = place.clicks_on(&panel, "🚀 Start Onboarding").await;
        reply.expect("the button is there")
    }

    /// The panel as everybody sees it at this moment.
    fn panel_now(&self) -> Message {
        let current = self.town.channel("general").messages().into_iter();
        let mut same = current.filter(|it| it.id == self.panel.id);
        same.next().expect("the panel stands")
    }
}

/// Waits for the panel of a server.
async fn panel_of(town: &Town, guild: &Guild) -> Message {
    let channel = guild.channel("general");
    let posted = town
        .simulator
        .wait_for_message(&channel, |it| {
            serde_json::to_string(&it.components).is_ok_and(|it| it.contains("start_onboarding"))
        })
        .await;
    posted.expect("the panel is posted")
}

/// Answers the four default questions, and stands at the confirmation.
async fn answers(first: Reply, address: &str) -> Reply {
    let form = first
        .clicks("Invited by a member")
        .await
        .expect("Discord lets it through");
    let second = form
        .submits(&[("Who invited you?", "Ann")])
        .await
        .expect("Discord lets it through");
    let third = second
        .selects("Choose one or more", &["Learn skills", "Share knowledge"])
        .await
        .expect("Discord lets it through");
    let fourth = third
        .selects("Choose one or more", &["Events"])
        .await
        .expect("Discord lets it through");
    let form = fourth
        .clicks("✏️ Type answer")
        .await
        .expect("Discord lets it through");
    let label = "What is your e-mail address? (optional)";
    form.submits(&[(label, address)])
        .await
        .expect("Discord lets it through")
}

/// Waits until a member has this role.
async fn has_role(town: &Town, name: &str, role: &str) {
    let user = town.member(name);
    let has = async || town.guild.roles_of(&user).iter().any(|it| it == role);
    assert!(eventually(PATIENCE, has).await, "{name} is not of {role}");
}
