//! Telling people that a reminder was missed survives a kill, too.

use chrono::TimeDelta;
use discord_simulator::HoldPoint::{BeforeAnswer, BeforeCommit};
use discord_simulator::Message;

use crate::scene::{Scene, day};
use crate::steps::Step;

const STEPS: [Step; 4] = [
    Step::Direct(BeforeCommit),
    Step::Direct(BeforeAnswer),
    Step::Log(BeforeCommit),
    Step::Log(BeforeAnswer),
];
/// Whoever tells people keeps others from it for 90 seconds.
const PAST_ITS_LEASE: TimeDelta = TimeDelta::seconds(91);

fn names(message: &Message, name: &str) -> bool {
    let mut embeds = message.embeds.iter();
    embeds.any(|it| it.to_string().contains(name))
}

#[tokio::test]
async fn a_process_dies_while_it_tells_people_what_they_missed() {
    let mut scene = Scene::open(1).await;
    for (today, step) in (0..).zip(STEPS) {
        let name = format!("Raid-{today:02}");
        scene.add_once(&[&name], today).await;
        scene.kill(0, "nothing under way").await;
        // Three hours after its start it is too late for it.
        let trap = scene.arm(step).await;
        scene.clock.set(day(today, 23));
        scene.revive().await;
        scene.reach(&trap, step).await;
        scene.kill(0, step.name()).await;
        scene.let_go(trap, step).await;
        scene.revive().await;
        scene.rest().await;
        scene.clock.advance(PAST_ITS_LEASE);
        for channel in [scene.guild.channel("bot-log"), scene.alice().direct()] {
            let told = |it: &Message| it.sent_at >= day(today, 23) && names(it, &name);
            let came = scene.simulator.wait_for_message(&channel, told).await;
            if came.is_none() {
                scene.fail(&format!("nobody was told of {name}")).await;
            }
            scene.empty_hands().await;
            let all = channel.history();
            let count = all.iter().filter(|it| told(&it.message)).count();
            if count != 1 {
                scene.fail(&format!("{name} was told {count} times")).await;
            }
        }
        scene.clock.set(day(today + 1, 10));
    }
    scene.close("telling what was missed, one process").await;
}
