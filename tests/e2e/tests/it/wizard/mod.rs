//! `/config start`: a server set up by nothing but Discord's own menus.

mod rights;
mod session;
mod set_up;
mod several;

use discord_simulator::{InChannel, Message, Reply};
use e2e_tests::Town;

/// An admin in front of the wizard's card, who counts what they do.
struct SetUp {
    place: InChannel,
    card: Message,
    interactions: usize,
}

impl SetUp {
    /// Somebody types `/config start` in `#general`.
    async fn begins(town: &Town, name: &str) -> Self {
        Self::begins_in(town.member(name).in_channel(&town.channel("general"))).await
    }

    async fn begins_in(place: InChannel) -> Self {
        let reply = place.runs("/config start").await;
        let reply = reply.expect("admins are offered the command");
        assert!(reply.is_ephemeral(), "{reply}");
        let card = reply.message().expect("the first card").clone();
        Self {
            place,
            card,
            interactions: 1,
        }
    }

    /// Picks from the menu whose placeholder begins with "Choose a" and this word; gives what is then to be read.
    async fn picks(&mut self, what: &str, chosen: &str) -> String {
        let menu = self.menu();
        assert!(menu.starts_with(&format!("Choose a {what}")), "{menu}");
        let reply = self.place.selects_on(&self.card, &menu, &[chosen]).await;
        self.reads(&reply.unwrap_or_else(|why| panic!("{chosen}: {why}")))
    }

    /// Presses a button; gives what is then to be read.
    async fn presses(&mut self, label: &str) -> String {
        let reply = self.place.clicks_on(&self.card, label).await;
        self.reads(&reply.unwrap_or_else(|why| panic!("{label}: {why}")))
    }

    /// Waits until the card fulfils a condition; gives what is then to be read.
    async fn waits_until(&mut self, town: &Town, fits: impl Fn(&Message) -> bool) -> String {
        let fits = |it: Option<&Message>| it.is_some_and(&fits);
        let changed = town.simulator.wait_for_change(&self.card, fits).await;
        let card = town.simulator.current(&self.card).expect("it is there");
        assert!(changed, "it stays: {}", town.simulator.rendered(&card));
        self.card = card;
        town.simulator.rendered(&self.card)
    }

    fn reads(&mut self, reply: &Reply) -> String {
        self.interactions += 1;
        let text = reply.to_string();
        let message = reply.message().unwrap_or_else(|| panic!("{text}"));
        assert_eq!(message.id, self.card.id, "the card itself changes: {text}");
        self.card = message.clone();
        text
    }

    /// What stands in the menu while nothing is picked.
    fn menu(&self) -> String {
        let menu = &self.card.components[0]["components"][0];
        let words = menu["placeholder"].as_str().expect("a menu");
        words.to_owned()
    }

    /// The custom ids of everything that can be used on the card, with the kind of each.
    fn ids(&self) -> Vec<(u64, String)> {
        let rows = self.card.components.iter();
        let parts = rows.flat_map(|row| row["components"].as_array().cloned().unwrap_or_default());
        parts
            .map(|part| {
                let kind = part["type"].as_u64().expect("a kind");
                (kind, part["custom_id"].as_str().expect("an id").to_owned())
            })
            .collect()
    }
}
