//! The simulator as a whole: started, asked, told to misbehave, stopped.

use std::sync::{Arc, PoisonError};

use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio_util::task::TaskTracker;

use crate::{
    counters::Counters,
    faults::Fault,
    gateway::session::Frame,
    options::Options,
    random_faults::RandomFaults,
    rest,
    shared::Shared,
    traffic::Traffic,
    validation::{Source, Validation, ValidationState, Violation},
    world::{World, files::Cdn},
};

/// Why a simulator did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: String,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// Discord's OpenAPI description must be there and is not, or is unusable.
    #[error("{0}")]
    Description(String),
}

/// A Discord on loopback. It stops when this is dropped.
#[derive(Debug)]
pub struct Simulator {
    pub(crate) shared: Arc<Shared>,
    tasks: TaskTracker,
}

impl Simulator {
    /// Starts a Discord with one application and its bot, and no server yet.
    pub async fn start(options: Options) -> Result<Self, StartError> {
        let source = Source::find().map_err(StartError::Description)?;
        let failed = |source| StartError::Listen {
            address: options.listen.clone(),
            source,
        };
        let listener = TcpListener::bind(&options.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?.to_string();
        let mut world = World::new(
            &options.application_name,
            &options.token,
            options.allowed_intents,
            options.time.now(),
        );
        world.gateway_url = format!("ws://{address}");
        world.cdn = Cdn::new(&address, &options);
        let shared = Arc::new(Shared::new(
            options,
            address,
            world,
            Validation::new(source),
        ));
        let tasks = TaskTracker::new();
        let listener = listener.tap_io(|connection| {
            if let Err(error) = connection.set_nodelay(true) {
                tracing::debug!(%error, "a connection keeps its delay");
            }
        });
        let stopping = shared.stopping.clone();
        let router = rest::router(Arc::clone(&shared));
        tasks.spawn(async move {
            let serving = axum::serve(listener, router);
            tokio::select! {
                result = serving => if let Err(error) = result {
                    tracing::error!(%error, "the simulator stopped serving");
                },
                () = stopping.cancelled() => {}
            }
        });
        tasks.close();
        Ok(Self { shared, tasks })
    }

    /// Where REST and gateway are: `127.0.0.1:port`, as twilight-http's `proxy` wants it.
    pub fn http_addr(&self) -> String {
        self.shared.address.clone()
    }

    /// Where the gateway is: `ws://127.0.0.1:port`, as twilight-gateway's `proxy_url` wants it.
    pub fn gateway_url(&self) -> String {
        self.shared.gateway_url()
    }

    /// The bot token that is accepted.
    pub fn token(&self) -> String {
        self.shared.options.token.clone()
    }

    /// The application's id, which is the bot's user id too.
    pub fn application_id(&self) -> u64 {
        self.shared.look(|world| world.application.id)
    }

    /// What has been counted so far.
    pub fn counters(&self) -> Counters {
        self.shared.look(|world| world.counters.clone())
    }

    /// When requests came and which answers count against the bot.
    pub fn traffic(&self) -> Traffic {
        let traffic = self.shared.traffic.lock();
        traffic.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How many interactions never got an answer, although their three seconds are over.
    pub fn unanswered_interactions(&self) -> usize {
        let now = self.shared.options.deadline_now();
        self.shared.look(|world| {
            let all = world.interactions.values();
            all.filter(|it| it.missed_its_first_answer(now)).count()
        })
    }

    /// Whether request bodies are checked against Discord's description.
    pub fn validation(&self) -> ValidationState {
        self.shared.validation.state()
    }

    /// Every request body so far that did not fit Discord's description.
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.validation.violations()
    }

    /// The registered commands as Discord would list them; those of a server, or the global ones.
    pub fn commands(&self, guild: Option<u64>) -> Vec<serde_json::Value> {
        self.shared
            .look(|world| world.commands.get(&guild).cloned().unwrap_or_default())
    }

    /// Lets the next `times` requests with this method (`*`: any) and path fail. In the path, which begins after
    /// `/api/v10`, `*` stands for anything.
    pub fn inject(&self, method: &str, path: &str, times: u32, fault: Fault) {
        self.shared
            .faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .plan(method, path, times, fault);
    }

    /// Lets requests fail by chance from now on. Injected faults come first.
    pub fn inject_at_random(&self, faults: RandomFaults) {
        let dice = self.shared.dice.lock();
        dice.unwrap_or_else(PoisonError::into_inner).add(faults);
    }

    /// Forgets the injected faults that have not happened yet, and the chances.
    pub fn heal(&self) {
        let dice = self.shared.dice.lock();
        dice.unwrap_or_else(PoisonError::into_inner).clear();
        self.shared
            .faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
        self.shared
            .change(|world| world.wishes = crate::gateway::wish::GatewayWishes::default());
    }

    /// Breaks every gateway connection without a close frame; the sessions can be resumed.
    pub fn disconnect_all(&self) {
        self.shared
            .change(|world| world.push_to_all(|| Frame::Drop));
    }

    /// Closes every gateway connection with a code.
    pub fn close_all(&self, code: u16) {
        self.shared
            .change(|world| world.push_to_all(|| Frame::Close(code, "the simulator was told so")));
    }

    /// Asks every gateway connection to reconnect (op 7).
    pub fn ask_to_reconnect(&self) {
        let payload = serde_json::json!({"op": 7, "s": null, "t": null, "d": null});
        self.shared
            .change(|world| world.push_to_all(|| Frame::Payload(payload.to_string().into())));
    }

    /// Declares every session invalid (op 9); without `resumable` the sessions are gone.
    pub fn invalidate_sessions(&self, resumable: bool) {
        let payload = serde_json::json!({"op": 9, "s": null, "t": null, "d": resumable});
        self.shared.change(|world| {
            world.push_to_all(|| Frame::Payload(payload.to_string().into()));
            if !resumable {
                world.sessions.clear();
            }
        });
    }

    /// Answers the next RESUMEs with `INVALID_SESSION`.
    pub fn refuse_resumes(&self, times: u32) {
        self.shared
            .change(|world| world.wishes.refuse_resumes = times);
    }

    /// Answers the next IDENTIFYs with `INVALID_SESSION`.
    pub fn refuse_identifies(&self, times: u32) {
        self.shared
            .change(|world| world.wishes.refuse_identifies = times);
    }

    /// Sends the next events twice, each with a sequence number of its own.
    pub fn duplicate_events(&self, times: u32) {
        self.shared
            .change(|world| world.wishes.duplicate_events = times);
    }

    /// Stops, or starts again, to acknowledge heartbeats.
    pub fn withhold_heartbeat_acks(&self, withhold: bool) {
        self.shared
            .change(|world| world.wishes.withhold_acks = withhold);
    }

    /// How many gateway sessions are connected.
    pub fn connected_sessions(&self) -> usize {
        self.shared.look(|world| {
            world
                .sessions
                .iter()
                .filter(|it| it.outgoing.is_some())
                .count()
        })
    }

    /// How many gateway sessions there are, connected or left so that they can be resumed.
    pub fn kept_sessions(&self) -> usize {
        self.shared.look(|world| world.sessions.len())
    }

    /// Waits until so many gateway sessions are connected; `false` after the patience of the options.
    pub async fn wait_for_sessions(&self, count: usize) -> bool {
        let enough = |world: &World| {
            world
                .sessions
                .iter()
                .filter(|it| it.outgoing.is_some())
                .count()
                >= count
        };
        self.wait_until(move |world| enough(world)).await
    }

    /// Waits until the counters fulfil a condition; `false` after the patience of the options.
    pub async fn wait_for_counters(&self, condition: impl Fn(&Counters) -> bool) -> bool {
        self.wait_until(move |world| condition(&world.counters))
            .await
    }

    /// Waits until at least so many commands are registered, globally or in a server.
    pub async fn wait_for_commands(&self, guild: Option<u64>, count: usize) -> bool {
        self.wait_until(move |world| world.commands.get(&guild).map_or(0, Vec::len) >= count)
            .await
    }

    /// Ends every connection and waits until nothing runs any more.
    pub async fn stop(self) {
        self.shared.stopping.cancel();
        self.tasks.wait().await;
    }

    async fn wait_until(&self, condition: impl Fn(&World) -> bool) -> bool {
        self.shared
            .wait(self.shared.options.patience, |world| {
                condition(world).then_some(())
            })
            .await
            .is_some()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.shared.stopping.cancel();
    }
}
