//! Users talk with the bot: commands, buttons, menus, forms, messages.

use discord_simulator::{ClientRefusal, ReplyState, Target, ValidationState};

use crate::bot::{quick, start, world};

#[tokio::test]
async fn a_command_is_answered_and_its_button_changes_the_answer() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let alice = guild.member("alice");
    let reply = alice
        .in_channel(&guild.channel("general"))
        .runs("/hello")
        .await
        .unwrap();
    insta::assert_snapshot!(reply, @r"
    TestBot: Hello!
      | **Hi**
      | How are you?
      | Mood: good
      | _since today_
      [Fine] [Later, disabled]
      (Choose: One / Two)
    ");
    assert_eq!(
        reply.clicks("Later").await.unwrap_err(),
        ClientRefusal::Disabled("Later".to_owned())
    );
    let pressed = reply.clicks("Fine").await.unwrap();
    insta::assert_snapshot!(pressed, @r"
    TestBot: pressed fine []
      | **Hi**
      | How are you?
      | Mood: good
      | _since today_
    ");
    insta::assert_snapshot!(guild.channel("general").as_seen_by(&guild.member("bob")), @r"
    TestBot: pressed fine []
      | **Hi**
      | How are you?
      | Mood: good
      | _since today_
    ");
    assert_eq!(sim.violations(), []);
}

#[tokio::test]
async fn a_menu_gives_its_values() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let reply = guild
        .member("alice")
        .in_channel(&guild.channel("general"))
        .runs("/hello")
        .await
        .unwrap();
    let chosen = reply.selects("Choose", &["Two"]).await.unwrap();
    assert_eq!(chosen.content(), r#"pressed menu ["2"]"#);
    assert!(
        chosen.clicks("Fine").await.is_err(),
        "the components are gone"
    );
}

#[tokio::test]
async fn a_deferred_answer_is_waited_for_and_seen_by_one_user_only() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let general = guild.channel("general");
    let reply = guild
        .member("alice")
        .in_channel(&general)
        .runs("/slow")
        .await
        .unwrap();
    assert_eq!(
        (reply.state(), reply.content(), reply.is_ephemeral()),
        (ReplyState::Message, "done", true)
    );
    assert_eq!(general.as_seen_by(&guild.member("bob")), "");
    assert_eq!(
        general.as_seen_by(&guild.member("alice")),
        "TestBot: done (only alice sees this)"
    );
}

#[tokio::test]
async fn a_form_is_filled_in_and_submitted() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let reply = guild
        .member("alice")
        .in_channel(&guild.channel("general"))
        .runs("/form")
        .await
        .unwrap();
    insta::assert_snapshot!(reply, @r"
    form: About you
      Name*
      Side*: (Left / Right)
      Where
    ");
    assert!(matches!(
        reply.submits(&[("Side", "l")]).await.unwrap_err(),
        ClientRefusal::MissingOption(_)
    ));
    for (place, chosen) in [("#news", false), ("#general", true)] {
        let filled = [("Name", "Ann"), ("Side", "Right"), ("Where", place)];
        match reply.submits(&filled).await {
            Ok(thanks) => assert_eq!(thanks.content(), r#"["Ann", "r", "1 channels"]"#),
            Err(refused) => assert!(!chosen, "{place}: {refused}"),
        }
    }
    let thanks = reply.submits(&[("Name", "Ann"), ("Side", "Right")]);
    assert_eq!(
        thanks.await.unwrap().content(),
        r#"["Ann", "r", "0 channels"]"#
    );
}

#[tokio::test]
async fn anybody_who_sees_a_message_of_the_bot_may_press_its_buttons() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let (alice, bob, general) = (
        guild.member("alice"),
        guild.member("bob"),
        guild.channel("general"),
    );
    let hello = alice.in_channel(&general).runs("/hello").await.unwrap();
    let message = hello.message().unwrap();
    let hidden = discord_simulator::Permissions::VIEW_CHANNEL;
    let none = discord_simulator::Permissions::NONE;
    guild.overwrite(&general, Target::Member(&bob), none, hidden);
    assert!(
        bob.clicks(message, "Fine").await.is_err(),
        "he does not see it"
    );
    guild.overwrite(&general, Target::Member(&bob), hidden, none);
    let pressed = bob.clicks(message, "Fine").await.unwrap();
    assert_eq!(pressed.content(), "pressed fine []");
}

#[tokio::test]
async fn options_of_every_type_arrive() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let place = guild.member("alice").in_channel(&guild.channel("general"));
    let place = place.with_file("a.png", "image/png", "bytes");
    let all = r#"/echo text:"a, b c" count:3 place:#general who:@bob role:@Staff ratio:0.5 sure:true file:a.png"#;
    let reply = place.runs(all).await.unwrap();
    insta::assert_snapshot!(reply.content(), @"text=String count=Integer place=Channel who=User role=Role ratio=Number sure=Boolean file=Attachment / 1 users 1 channels 1 roles 1 files");
}

#[tokio::test]
async fn the_client_refuses_what_the_command_does_not_take() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let place = guild.member("alice").in_channel(&guild.channel("general"));
    let refused = async |text: &str| place.runs(text).await.unwrap_err().to_string();
    insta::assert_snapshot!(refused("/nothing").await, @"there is no command nothing");
    insta::assert_snapshot!(refused("/echo").await, @"the option text is required");
    insta::assert_snapshot!(refused("/echo text:a colour:red").await, @"the command has no option colour");
    insta::assert_snapshot!(refused("/echo text:a count:10").await, @"the option count does not take this: it must be 1 to 9");
    insta::assert_snapshot!(refused("/echo text:a count:x").await, @"the option count does not take this: it is no whole number");
    insta::assert_snapshot!(refused("/echo text:aaaaaaaaaaaaaaaaaaaaa").await, @"the option text does not take this: it must have 1 to 20 characters");
    insta::assert_snapshot!(refused("/echo text:a place:news").await, @"the option place does not take this: a channel of this kind cannot be chosen");
    insta::assert_snapshot!(refused("/echo text:a who:@nobody").await, @"the option who does not take this: there is no such user");
}

#[tokio::test]
async fn choices_are_offered_while_typing() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let place = guild.member("alice").in_channel(&guild.channel("general"));
    let reply = place.types("/pick item:", "sw").await.unwrap();
    assert_eq!(reply.to_string(), "> Sword");
    assert_eq!(reply.choices()[0].value, "sword");
}

#[tokio::test]
async fn a_message_command_gets_its_message() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let alice = guild.member("alice");
    let message = alice.says(&guild.channel("general"), "four").unwrap();
    let reply = alice
        .uses_message_command("Count letters", &message)
        .await
        .unwrap();
    assert_eq!(reply.content(), "4 letters");
}

#[tokio::test]
async fn a_message_of_a_user_is_answered() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let general = guild.channel("general");
    guild.member("alice").says(&general, "!ping").unwrap();
    assert!(
        sim.wait_for_message(&general, |it| it.content == "pong")
            .await
            .is_some()
    );
    assert_eq!(
        general.as_seen_by(&guild.member("bob")),
        "alice: !ping\nTestBot: pong"
    );
    assert_eq!(sim.counters().messages_created[&general.id()], 1);
}

#[tokio::test]
async fn no_answer_within_three_seconds_is_said_so() {
    let (sim, guild) = world(quick()).await;
    start(&sim).await;
    let reply = guild
        .member("alice")
        .in_channel(&guild.channel("general"))
        .runs("/silent")
        .await
        .unwrap();
    assert_eq!(reply.state(), ReplyState::NoAnswer);
    assert_eq!(reply.to_string(), "The application did not respond");
    assert_eq!(sim.unanswered_interactions(), 1);
}

#[tokio::test]
async fn bodies_are_checked_against_discords_description_when_it_is_there() {
    let (sim, _) = world(quick()).await;
    if let ValidationState::Absent(why) = sim.validation() {
        println!("left out: {why}");
    }
}
