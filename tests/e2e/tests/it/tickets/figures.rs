//! The figures of tickets in a channel for all to see, and a list of one's own tickets.

use e2e_tests::Town;

#[tokio::test]
async fn figures_that_all_may_see_are_turned_by_admins_alone() {
    let mut town = Town::start().await;
    town.set_up_tickets().await;
    town.opens_ticket("alice", "My invoice is missing").await;
    let refused = town.says("alice", "/ticket_stats public:true").await;
    assert!(refused.contains("Only admins"), "{refused}");
    let general = town.channel("general");
    let before = general.messages().len();
    let sara = town.member("sara").in_channel(&general);
    let shown = sara.runs("/ticket_stats public:true").await.unwrap();
    assert!(!shown.is_ephemeral(), "{shown}");
    assert_eq!(general.messages().len(), before + 1);
    let posted = shown.message().expect("the figures").clone();
    let seen = general.as_seen_by(&town.member("bob"));
    assert!(seen.contains("All tickets"), "bob reads it: {seen}");

    town.stop_app().await;
    town.start_app().await;
    for (name, label) in [("alice", "Last 7d"), ("karim", "Refresh 🔄")] {
        let place = town.member(name).in_channel(&general);
        let refused = place.clicks_on(&posted, label).await.unwrap();
        assert!(refused.is_ephemeral(), "{name}: {refused}");
        assert!(refused.to_string().contains("Only admins"), "{refused}");
        let now = town.simulator.current(&posted).expect("it stands");
        let now = town.simulator.rendered(&now);
        assert!(now.contains("All tickets"), "{name} changed it: {now}");
    }
    town.opens_ticket("bob", "The door is locked").await;
    let week = sara.clicks_on(&posted, "Last 7d").await.unwrap();
    let week = week.to_string();
    assert!(
        week.contains("last 7 days") && week.contains("#1 #2"),
        "{week}"
    );
    let seen = general.as_seen_by(&town.member("bob"));
    assert!(seen.contains("last 7 days"), "bob reads it: {seen}");
    assert_eq!(general.messages().len(), before + 1, "in place");
    town.leave().await;
}

#[tokio::test]
async fn staff_lists_their_own_tickets_among_all_and_members_see_theirs_alone() {
    let town = Town::start().await;
    town.set_up_tickets().await;
    town.opens_ticket("alice", "My invoice is missing").await;
    town.opens_ticket("karim", "My own question").await;
    let all = town.says("karim", "/ticket_list").await;
    assert!(all.contains("#1**") && all.contains("#2**"), "{all}");
    let mine = town.says("karim", "/ticket_list mine:true").await;
    assert!(!mine.contains("#1**") && mine.contains("#2**"), "{mine}");
    assert!(mine.contains("1 ticket"), "{mine}");
    for command in ["/ticket_list", "/ticket_list mine:false"] {
        let alices = town.says("alice", command).await;
        assert!(alices.contains("#1**"), "{command}: {alices}");
        assert!(!alices.contains("#2**"), "{command}: {alices}");
    }
    let none = town.says("sara", "/ticket_list mine:true").await;
    assert!(none.contains("You have none in this state"), "{none}");
    town.leave().await;
}
