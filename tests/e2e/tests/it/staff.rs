//! What staff does through the bot: messages and embeds in its name, and clearing a channel.

use chrono::TimeDelta;
use discord_simulator::{ClientRefusal, Permissions, Reply};
use e2e_tests::{PATIENCE, Town, eventually};

async fn set_up() -> Town {
    let town = Town::start().await;
    town.set_up().await;
    town
}

/// Asserts that Discord does not offer a member this command.
async fn is_not_offered(town: &Town, name: &str, command: &str) {
    let place = town.member(name).in_channel(&town.channel("general"));
    let refused = place.runs(command).await;
    assert!(
        matches!(refused, Err(ClientRefusal::NotPermitted(_))),
        "{command}: {refused:?}"
    );
}

fn last_in(town: &Town, channel: &str) -> discord_simulator::Message {
    let messages = town.channel(channel).messages();
    messages.last().cloned().expect("a message")
}

#[tokio::test]
async fn an_admin_speaks_in_the_bots_name_pings_nobody_and_the_log_says_who_it_was() {
    let town = set_up().await;
    let said = r#"/sendto channel:#announcements message:"Hello @everyone\\nand <@1>""#;
    is_not_offered(&town, "karim", said).await;
    assert!(town.channel("announcements").messages().is_empty());
    let reply = town.says("sara", said).await;
    assert!(reply.contains("✅"), "{reply}");
    let message = last_in(&town, "announcements");
    assert_eq!(message.content, "Hello @everyone\nand <@1>");
    assert!(message.pinged.is_empty() && !message.mention_everyone);
    let log = town.titled("bot-log", "Somebody spoke in my name").await;
    let log = town.simulator.rendered(&log);
    assert!(log.contains("sara"), "{log}");
    let endless = format!(
        "/sendto channel:#announcements message:{}",
        "x".repeat(2001)
    );
    let reply = town.says("sara", &endless).await;
    assert!(reply.contains("2001") && reply.contains("2000"), "{reply}");
    assert_eq!(town.channel("announcements").messages().len(), 1);
    town.leave().await;
}

#[tokio::test]
async fn what_the_bot_lacks_in_a_channel_is_named() {
    let town = set_up().await;
    let general = town.channel("general");
    let denied = Permissions::SEND_MESSAGES | Permissions::EMBED_LINKS;
    let bot = discord_simulator::Target::Bot;
    town.guild
        .overwrite(&general, bot, Permissions::NONE, denied);
    let command = "/sendto channel:#general message:Hello";
    let reply = town.says_at_last("sara", command, "*Send Messages*").await;
    assert!(!reply.contains("Embed Links"), "{reply}");
    let place = town.member("sara").in_channel(&general);
    let form = place.runs("/embed channel:#general").await.unwrap();
    let reply = form.submits(&[("Title", "Rules")]).await.unwrap();
    assert!(reply.to_string().contains("*Embed Links*"), "{reply}");
    town.leave().await;
}

#[tokio::test]
async fn an_admin_fills_in_a_form_and_an_embed_stands_there() {
    let town = set_up().await;
    let place = town.member("sara").in_channel(&town.channel("general"));
    let open = async || place.runs("/embed channel:#announcements").await.unwrap();
    let words = |reply: Reply| reply.to_string();
    let form = open().await;
    let empty = words(form.submits(&[("Footer", "Staff")]).await.unwrap());
    assert!(empty.contains("needs a title or a description"), "{empty}");
    let colour = [("Title", "Rules"), ("Colour", "green")];
    let wrong = words(open().await.submits(&colour).await.unwrap());
    assert!(wrong.contains("hexadecimal"), "{wrong}");
    assert!(town.channel("announcements").messages().is_empty());
    let filled = [
        ("Title", "Rules"),
        ("Description", "**Be kind**\n@everyone"),
        ("Colour", "#3498db"),
        ("Footer", "Staff"),
    ];
    let done = words(open().await.submits(&filled).await.unwrap());
    assert!(done.contains("✅"), "{done}");
    let message = last_in(&town, "announcements");
    let embed = &message.embeds[0];
    assert_eq!(
        (&embed["title"], &embed["color"]),
        (&"Rules".into(), &0x34_98DB.into())
    );
    assert_eq!(embed["description"], "**Be kind**\n@everyone");
    town.titled("bot-log", "Somebody spoke in my name").await;
    is_not_offered(&town, "karim", "/embed channel:#announcements").await;
    town.leave().await;
}

#[tokio::test]
async fn a_channel_is_cleared_of_its_newest_messages_but_for_pinned_and_old_ones() {
    let town = set_up().await;
    let staff = town.channel("staff");
    let alice = town.member("alice");
    alice.says(&staff, "from long ago").unwrap();
    town.clock.advance(TimeDelta::days(15));
    for number in 1..=4 {
        alice.says(&staff, &format!("message {number}")).unwrap();
    }
    is_not_offered(&town, "bob", "/clean").await;
    let cannot = town.says_in("karim", "staff", "/clean").await;
    assert!(cannot.contains("I need *Manage Messages*"), "{cannot}");
    let manages = Permissions::DEFAULT_EVERYONE | Permissions::MANAGE_MESSAGES;
    town.guild.set_bot_permissions(manages);
    let mut done = String::new();
    let allowed = eventually(PATIENCE, async || {
        done = town.says_in("karim", "staff", "/clean limit:2").await;
        done.contains("2 deleted")
    });
    assert!(allowed.await, "{done}");
    assert!(!done.contains("skipped"), "{done}");
    let done = town.says_in("karim", "staff", "/clean limit:10").await;
    assert!(done.contains("2 deleted (1 skipped)"), "{done}");
    assert!(done.contains("older than 14 days"), "{done}");
    let left: Vec<_> = staff.messages().into_iter().map(|it| it.content).collect();
    assert_eq!(left, ["from long ago"]);
    town.titled("bot-log", "Messages deleted").await;
    let nothing = town.says_in("karim", "staff", "/clean").await;
    assert!(nothing.contains("0 deleted (1 skipped)"), "{nothing}");
    town.leave().await;
}
