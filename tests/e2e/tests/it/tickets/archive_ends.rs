//! How archiving ends that was interrupted, and exports that break off: what admins are told.

use chrono::TimeDelta;
use discord_simulator::{Fault, HoldPoint};
use e2e_tests::{PATIENCE, Town, eventually};

use super::archiving::{TRANSCRIPT, archives, closed, file, is_gone, transcripts};

async fn town() -> Town {
    let town = Town::unhurried().await;
    town.set_up_tickets().await;
    town
}

/// How often it is gone on with what was interrupted.
const TRIES: u64 = 12;
/// How often a request is sent that Discord fails at, in one try.
const SENT: u64 = 4;

#[tokio::test]
async fn an_archive_that_fails_for_an_hour_is_given_up_its_reason_told_and_it_works_by_hand_later()
{
    let mut town = town().await;
    let ticket = closed(&town, 3).await;
    let route = "/channels/{channel_id}/messages";
    let log = town.channel("bot-log");
    let hold = town
        .simulator
        .hold_in(&log, "POST", route, HoldPoint::BeforeCommit);
    let sara = town.member("sara").in_channel(&ticket);
    let control = town.control_of(&ticket);
    let pressed = sara.clicks_on(&control, "🗄 Archive ticket");
    let dies = async {
        assert!(hold.reached().await, "no transcript is posted");
        town.stop_app().await;
        assert!(hold.abandoned().await, "its connection is gone");
    };
    let (_, ()) = tokio::join!(pressed, dies);
    drop(hold);
    assert!(transcripts(&town).is_empty());

    // Nothing that was written in the ticket can be read.
    let messages = format!("/channels/{}/messages", ticket.id());
    let fault = Fault::ErrorBefore(500);
    town.simulator.inject("GET", &messages, 1000, fault);
    town.start_app().await;
    let failed = || {
        town.simulator
            .counters()
            .answers_by_status
            .get(&500)
            .copied()
    };
    let card = "A ticket could not be archived";
    for number in 1..=TRIES {
        assert_eq!(town.count_titled("bot-log", card), 0, "try {number}");
        town.clock.advance(TimeDelta::minutes(6));
        let tried = eventually(PATIENCE, async || {
            town.clock.advance(TimeDelta::seconds(1));
            failed().unwrap_or_default() >= number * SENT
        });
        assert!(tried.await, "try {number}: {:?}", failed());
    }
    let card = town.titled("bot-log", card).await;
    let words = town.simulator.rendered(&card);
    for part in [
        "it failed, and there is nothing",
        "stays closed",
        "#1",
        "@sara",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
    let told = "@sara, I went on archiving this ticket";
    town.reads_at_last(&ticket, told).await;
    town.ticket_work_is_done(&town.guild).await;
    let read = town.reads(&ticket);
    assert_eq!(read.matches(told).count(), 1, "{read}");
    assert!(read.contains("[Delete without transcript]"), "{read}");
    assert_eq!(failed(), Some(TRIES * SENT), "it is not tried for ever");

    town.simulator.heal();
    let reply = archives(&town, &ticket).await;
    assert!(reply.contains("its transcript is saved"), "{reply}");
    is_gone(&town, &ticket).await;
    assert_eq!(transcripts(&town).len(), 1);
    town.leave().await;
}

#[tokio::test]
async fn the_log_tells_how_many_messages_a_transcript_has() {
    let town = town().await;
    let ticket = closed(&town, 7).await;
    let written = ticket.messages().len();
    archives(&town, &ticket).await;
    let card = town.titled("bot-log", "Ticket archived").await;
    let card = town.simulator.rendered(&card);
    assert!(
        card.contains(&format!("Messages saved: {written}")),
        "{card}"
    );
    let transcript = transcripts(&town).pop().expect("a transcript");
    let text = file(&town, &transcript, TRANSCRIPT);
    assert!(text.contains(&format!("\nMessages: {written}\n")), "{text}");
    town.leave().await;
}

#[tokio::test]
async fn an_export_that_breaks_off_at_a_later_part_is_called_what_it_is_and_can_be_repeated_at_once()
 {
    let town = town().await;
    for title in ["Opening hours", "Refunds", "Yoga on Monday"] {
        let answer = "Ga naar **je account**: https://account.example/abonnement";
        town.writes_answer(title, answer, "").await;
    }
    town.guild.takes_files_up_to(100);
    let sara = town.member("sara").in_channel(&town.channel("general"));
    let route = "/webhooks/{webhook_id}/{webhook_token}";
    let second = town.simulator.hold("POST", route, HoldPoint::BeforeAnswer);
    let breaks = async {
        assert!(second.reached().await, "there is a second part");
        let fault = Fault::ErrorBefore(500);
        town.simulator.inject("POST", "/webhooks/*", 100, fault);
        second.release();
    };
    let (exported, ()) = tokio::join!(sara.runs("/export faq"), breaks);
    let exported = exported.unwrap();
    let broken = "This export is not whole";
    let told = eventually(PATIENCE, async || {
        exported.refreshed().to_string().contains(broken)
    });
    assert!(told.await, "{}", exported.refreshed());
    let words = exported.refreshed().to_string();
    assert!(words.contains("took only parts 1 to 2 of"), "{words}");
    let first = exported.refreshed();
    let first = first.message().expect("its words");
    assert!(first.attachments.is_empty(), "the first part is taken back");
    assert_eq!(exported.follow_ups().len(), 1, "the second part");
    assert_eq!(town.count_titled("bot-log", "exported"), 0, "nobody has it");

    town.simulator.heal();
    let again = sara.runs("/export faq").await.unwrap();
    let words = again.to_string();
    let (_, count) = words.split_once("comes in ").expect("parts");
    let count: usize = count.split_once(" parts").unwrap().0.parse().unwrap();
    let came = eventually(PATIENCE, async || again.follow_ups().len() == count - 1);
    assert!(came.await, "{} follow-ups", again.follow_ups().len());
    town.titled("bot-log", "exported").await;
    town.leave().await;
}
