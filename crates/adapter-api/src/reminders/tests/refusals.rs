//! Who is turned away, and in which words.

use super::*;

#[tokio::test]
async fn who_asks_is_known_linked_and_named_rightly() {
    let scene = Scene::default();
    scene
        .get("/api/reminders/2")
        .send()
        .await
        .assert_refused(401, "unauthorized");
    let alone = scene.get("/api/reminders/2").by_service().send().await;
    alone.assert_refused(401, "missing_user_context");
    let unlinked = scene.post(MINE).by_user(9).json(&weekly()).send().await;
    unlinked.assert_refused(403, "discord_not_linked");
    for name in ["user_id", "created_by"] {
        let body = with(weekly(), json!({ name: "1" }));
        create(&scene, &body).await.assert_refused(403, "forbidden");
        let body = json!({ "id": 1, "name": "Mine", name: "1" });
        change(&scene, &body).await.assert_refused(403, "forbidden");
    }
}

#[tokio::test]
async fn it_is_made_in_a_server_that_the_caller_is_in() {
    let mut scene = Scene::default();
    let nowhere = with(weekly(), json!({ "guild_id": null }));
    create(&scene, &nowhere)
        .await
        .assert_refused(400, "guild_id_required");
    for elsewhere in ["2", "999"] {
        let body = with(weekly(), json!({ "guild_id": elsewhere }));
        create(&scene, &body).await.assert_refused(403, "forbidden");
    }
    let wrong = with(weekly(), json!({ "guild_id": "home" }));
    assert_eq!(
        faults(&create(&scene, &wrong).await),
        ["guild_id not_an_id"]
    );
    scene.home = Some(home());
    assert_eq!(create(&scene, &nowhere).await.status.as_u16(), 201);
}

#[tokio::test]
async fn it_is_posted_where_both_may_post() {
    let scene = Scene::default();
    let elsewhere = with(weekly(), json!({ "channel_id": "77" }));
    let answer = create(&scene, &elsewhere).await;
    answer.assert_refused(422, "wrong_guild");
    assert_eq!(answer.json()["errors"][0]["field"], "channel_id");
    let directory = &scene.world.directory;
    directory.take_from_bot(home(), World::OTHER, Permission::EmbedLinks);
    let other = with(weekly(), json!({ "channel_id": "30" }));
    assert_eq!(
        faults(&create(&scene, &other).await),
        ["channel_id bot_lacks_permissions"]
    );
    directory.take_from(home(), World::GENERAL, user(2), Permission::SendMessages);
    create(&scene, &weekly())
        .await
        .assert_refused(403, "channel_forbidden");
}

#[tokio::test]
async fn a_server_that_has_reminders_off_takes_no_writes() {
    let scene = Scene::default();
    let id = stored(&scene, user(2)).await.id;
    scene.world.switch(&settings::ENABLED, false);
    create(&scene, &weekly())
        .await
        .assert_refused(403, "module_disabled");
    let renamed = json!({ "id": id.get(), "name": "Other" });
    change(&scene, &renamed)
        .await
        .assert_refused(403, "module_disabled");
    let gone = delete(&scene, &format!("/api/reminders/{id}/2")).await;
    gone.assert_refused(403, "module_disabled");
    assert_eq!(mine(&scene).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn ten_active_ones_are_enough_without_premium() {
    let scene = Scene::default();
    for _ in 0..10 {
        assert_eq!(create(&scene, &weekly()).await.status.as_u16(), 201);
    }
    let eleventh = create(&scene, &weekly()).await;
    eleventh.assert_refused(403, "quota_exceeded");
    assert!(eleventh.json()["detail"].as_str().unwrap().contains("10"));
}

#[tokio::test]
async fn pictures_are_for_premium_and_three_an_hour() {
    let pictured = |number: u32| {
        let link = format!("https://example.com/{number}.png");
        with(weekly(), json!({ "image_url": link }))
    };
    let free = Scene::default();
    create(&free, &pictured(1))
        .await
        .assert_refused(403, "premium_required");
    let mut scene = Scene::default();
    scene.world.tier = Tier::Premium;
    for number in 1..=3 {
        assert_eq!(create(&scene, &pictured(number)).await.status.as_u16(), 201);
    }
    let fourth = create(&scene, &pictured(4)).await;
    fourth.assert_refused(429, "image_rate_limited");
    assert_eq!(fourth.headers["retry-after"], "3600");
    // The picture that is there already costs nothing.
    let same = change(
        &scene,
        &json!({ "id": 1, "image_url": "https://example.com/1.png", "name": "Other" }),
    )
    .await;
    assert_eq!(same.status.as_u16(), 200, "{}", same.body);
}

#[tokio::test]
async fn unknown_and_somebody_elses_look_the_same_and_stay_as_they_are() {
    let scene = Scene::default();
    let theirs = stored(&scene, user(1)).await;
    let own = stored(&scene, user(2)).await.id;
    let before = scene.world.told().len();
    for id in [
        json!(theirs.id.get()),
        json!(999),
        json!("999"),
        json!(-1),
        json!("99999999999999999999"),
    ] {
        change(&scene, &json!({ "id": id, "name": "Stolen" }))
            .await
            .assert_refused(404, "not_found");
    }
    let elsewhere = json!({ "id": own.get(), "guild_id": "2", "name": "Moved" });
    change(&scene, &elsewhere)
        .await
        .assert_refused(404, "not_found");
    for path in [
        format!("/api/reminders/{}/2", theirs.id),
        format!("/api/reminders/{}/1", theirs.id),
        format!("/api/reminders/{own}/1"),
        "/api/reminders/999/2".to_owned(),
        "/api/reminders/99999999999999999999/2".to_owned(),
    ] {
        delete(&scene, &path).await.assert_refused(404, "not_found");
    }
    assert_eq!(scene.world.told().len(), before);
    let listed = scene.get("/api/reminders/1").by_user(1).send().await.json();
    assert_eq!(listed[0]["name"], "Raid night");
}

#[tokio::test]
async fn a_number_is_needed_and_something_to_change() {
    let scene = Scene::default();
    stored(&scene, user(2)).await;
    for id in ["abc", "1.5", "", "0x1"] {
        let answer = change(&scene, &json!({ "id": id, "name": "Other" })).await;
        assert_eq!(faults(&answer), ["id not_an_id"], "{id}");
    }
    assert_eq!(
        faults(&change(&scene, &json!({ "name": "Other" })).await),
        ["id missing"]
    );
    assert_eq!(
        faults(&change(&scene, &json!({ "id": 1 })).await),
        ["body empty"]
    );
    let answer = delete(&scene, "/api/reminders/abc/2").await;
    assert_eq!(faults(&answer), ["reminder_id not_an_id"]);
    let days = json!({ "id": 1, "days": ["0"] });
    assert_eq!(faults(&change(&scene, &days).await), ["days comes_once"]);
    let none = json!({ "id": 1, "event_time": null });
    assert_eq!(faults(&change(&scene, &none).await), ["days missing"]);
}

#[tokio::test]
async fn without_the_database_the_answer_is_503_and_says_when_to_come_back() {
    let scene = Scene::default();
    let id = stored(&scene, user(2)).await.id;
    let away = |answer: Answer| {
        answer.assert_refused(503, "unavailable");
        assert!(answer.headers.contains_key("retry-after"));
    };
    let store = scene.world.store.clone();
    store.fail_next_calls(1);
    away(scene.get("/api/reminders/2").by_user(2).send().await);
    store.fail_next_calls(1);
    away(create(&scene, &weekly()).await);
    store.fail_next_calls(1);
    away(change(&scene, &json!({ "id": id.get(), "name": "Other" })).await);
    store.fail_next_calls(1);
    away(delete(&scene, &format!("/api/reminders/{id}/2")).await);
    assert_eq!(mine(&scene).await.as_array().unwrap().len(), 1);
}
