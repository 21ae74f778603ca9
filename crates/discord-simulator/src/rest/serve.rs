//! The way of a request: faults, token, limits, checks, its handler, and the answer.

use std::sync::{Arc, PoisonError};

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts, Request, State, WebSocketUpgrade},
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::Value;

use super::{
    answer::{self, Answer, respond},
    body::{self, Body},
    call::{Call, Query},
    cdn,
    routes::{self, Found, Route},
};
use crate::{
    counters::is_invalid,
    faults::Fault,
    gateway::socket,
    holding::HoldPoint,
    rate::{self, Asked, Standing},
    refusal::Refusal,
    shared::Shared,
    world::{World, files::is_file},
};

const LARGEST_BODY: usize = 30 << 20;

/// Everything that is served on the one port.
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .fallback(serve)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(shared)
}

async fn serve(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    if request.headers().contains_key(header::UPGRADE) {
        return upgrade(shared, request).await;
    }
    let path = request.uri().path().to_owned();
    if request.method() == Method::GET && is_file(&path) {
        let fault = next_fault(&shared, "GET", &path).await;
        let query = request.uri().query().unwrap_or_default();
        return cdn::serve(&shared, &path, query, fault.as_ref());
    }
    let Some(path) = ["/api/v10", "/api"]
        .iter()
        .find_map(|prefix| path.strip_prefix(prefix))
    else {
        return unknown_route(&shared, request.method(), &path);
    };
    let Some(found) = routes::find(request.method(), path) else {
        return unknown_route(&shared, request.method(), path);
    };
    let path = path.to_owned();
    handle(&shared, request, found, &path).await
}

async fn upgrade(shared: Arc<Shared>, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade.on_upgrade(move |socket| socket::serve(shared, socket)),
        Err(rejection) => rejection.into_response(),
    }
}

fn unknown_route(shared: &Shared, method: &Method, path: &str) -> Response {
    shared.change(|world| {
        world.counters.requests += 1;
        world
            .counters
            .unknown_routes
            .push(format!("{method} {path}"));
        world.counters.count_answer(404);
    });
    respond(Answer::refused(&Refusal::no_such_route()), &[])
}

async fn handle(shared: &Arc<Shared>, request: Request, found: Found, path: &str) -> Response {
    let route = format!("{} {}", found.route.method, found.route.pattern);
    count(shared, &found, &route);
    let authorized = !found.route.needs_token || is_authorized(shared, &request);
    let (parts, body) = request.into_parts();
    let body = stop_watch(shared, &found, body).await;
    let body = body::read(&parts, body, LARGEST_BODY).await;
    if !authorized {
        return finish(shared, Answer::refused(&Refusal::unauthorized()), &[]);
    }
    let (standing, headers) = limit(shared, &found, &route, body.as_ref().ok());
    if let Some(refused) = standing.as_ref().and_then(|it| it.refused) {
        let global = headers
            .iter()
            .any(|(name, _)| *name == "x-ratelimit-global");
        let body = rate::too_many_requests(refused.retry_after, global);
        return finish(shared, Answer::new(429, body), &headers);
    }
    let fault = next_fault(shared, found.route.method, path).await;
    if let Some(answer) = before(fault.as_ref()) {
        return finish(shared, answer, &[]);
    }
    let query = Query::parse(parts.uri.query().unwrap_or_default());
    shared.traps.pass(&found, HoldPoint::BeforeCommit).await;
    let answer = body.and_then(|body| execute(shared, &found, query, body));
    let answer = answer.unwrap_or_else(|refusal| Answer::refused(&refusal));
    shared.traps.pass(&found, HoldPoint::BeforeAnswer).await;
    match fault {
        Some(Fault::ErrorAfter(status)) => finish(shared, Answer::server_error(status), &headers),
        Some(Fault::LostAnswer) => {
            shared.change(|world| world.counters.lost_answers += 1);
            answer::broken()
        }
        _ => finish(shared, answer, &headers),
    }
}

/// Stops the watch of whoever measures a first answer, once all of it has arrived and before it is looked at.
async fn stop_watch(shared: &Shared, found: &Found, body: axum::body::Body) -> axum::body::Body {
    let Some(interaction) = found.first_answer() else {
        return body;
    };
    let bytes = axum::body::to_bytes(body, LARGEST_BODY).await;
    shared.change(|world| world.stopwatches.stop(interaction));
    axum::body::Body::from(bytes.unwrap_or_default())
}

fn count(shared: &Shared, found: &Found, route: &str) {
    if found.route.needs_token {
        let mut traffic = shared
            .traffic
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        traffic.arrived(shared.limits_now());
    }
    shared.change(|world| {
        world.counters.requests += 1;
        *world
            .counters
            .requests_by_route
            .entry(route.to_owned())
            .or_default() += 1;
    });
}

/// Waits as long as a planned delay says, and gives what else is planned for this request, or falls to it by chance.
async fn next_fault(shared: &Shared, method: &str, path: &str) -> Option<Fault> {
    let faults = shared
        .faults
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take(method, path);
    let mut other = None;
    for fault in faults {
        if let Fault::Delay(by) = fault {
            tokio::time::sleep(by).await;
        } else {
            other = Some(fault);
        }
    }
    other.or_else(|| {
        let mut dice = shared.dice.lock().unwrap_or_else(PoisonError::into_inner);
        dice.throw(method, path)
    })
}

fn before(fault: Option<&Fault>) -> Option<Answer> {
    let (retry_after, headers) = match fault? {
        Fault::ErrorBefore(status) => return Some(Answer::server_error(*status)),
        Fault::TooManyRequests {
            retry_after,
            global,
        } => (*retry_after, rate::shared_429(*retry_after, *global)),
        Fault::RateLimited {
            retry_after,
            manner,
        } => (*retry_after, rate::own_429(*retry_after, *manner)),
        Fault::ErrorAfter(_) | Fault::LostAnswer | Fault::Delay(_) => return None,
    };
    let global = headers
        .iter()
        .any(|(name, _)| *name == "x-ratelimit-global");
    let body = rate::too_many_requests(retry_after, global);
    Some(Answer {
        headers,
        ..Answer::new(429, body)
    })
}

fn is_authorized(shared: &Shared, request: &Request) -> bool {
    let given = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|it| it.to_str().ok());
    given
        .and_then(|it| it.strip_prefix("Bot "))
        .is_some_and(|token| token == shared.options.token)
}

type Headers = Vec<(&'static str, String)>;

fn limit(
    shared: &Shared,
    found: &Found,
    route: &str,
    body: Option<&Body>,
) -> (Option<Standing>, Headers) {
    let limits = &shared.options.rate_limits;
    if !limits.enabled {
        return (None, Vec::new());
    }
    let now = shared.limits_now();
    let json = body.map_or(&Value::Null, |it| &it.json);
    let asked = Asked {
        route,
        resource: found.resource(),
        exempt_from_global: !found.route.needs_token,
        renames: route == "PATCH /channels/{channel_id}"
            && ["name", "topic"].iter().any(|it| !json[*it].is_null()),
    };
    let standing = shared
        .limiter
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take(limits, &asked, now);
    let headers = rate::headers(&standing, limits.manner);
    (Some(standing), headers)
}

fn execute(
    shared: &Arc<Shared>,
    found: &Found,
    query: Query,
    body: Body,
) -> Result<Answer, Refusal> {
    let Route {
        method,
        pattern,
        handler,
        ..
    } = found.route;
    if !body.json.is_null() || *method == "POST" {
        shared
            .validation
            .check(method, pattern, &body.checkable())
            .into_result()?;
    }
    let now = shared.now();
    if shared.look(|world| is_away(world, found)) {
        return Ok(Answer::server_error(503));
    }
    shared.change(|world| {
        handler(&mut Call {
            world,
            options: &shared.options,
            now,
            params: &found.params,
            query,
            body: body.json,
            files: body.files,
        })
    })
}

/// Whether the server that a request is about suffers an outage.
fn is_away(world: &World, found: &Found) -> bool {
    let channel = found
        .id("channel_id")
        .and_then(|id| world.channels.get(&id));
    let guild = found.id("guild_id").or_else(|| channel?.guild);
    let guild = guild.and_then(|id| world.guilds.get(&id));
    guild.is_some_and(|it| !it.available)
}

fn finish(shared: &Shared, answer: Answer, headers: &[(&'static str, String)]) -> Response {
    shared.change(|world| world.counters.count_answer(answer.status));
    let shared_scope = answer
        .headers
        .contains(&("x-ratelimit-scope", "shared".to_owned()));
    if is_invalid(answer.status) && !shared_scope {
        let mut traffic = shared
            .traffic
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        traffic.was_invalid(shared.limits_now());
    }
    debug_assert!(
        StatusCode::from_u16(answer.status).is_ok(),
        "handlers answer with real statuses"
    );
    respond(answer, headers)
}
