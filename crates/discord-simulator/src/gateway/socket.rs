//! One gateway connection, from HELLO to its end.

use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};

use super::{handshake::Denied, session::Frame};
use crate::shared::Shared;

/// Serves a connection until either side ends it.
pub(crate) async fn serve(shared: Arc<Shared>, mut socket: WebSocket) {
    let (outgoing, mut waiting) = mpsc::unbounded_channel();
    let interval = u64::try_from(shared.options.heartbeat_interval.as_millis()).unwrap_or(u64::MAX);
    send(
        &outgoing,
        &json!({"op": 10, "s": null, "t": null, "d": {"heartbeat_interval": interval, "_trace": []}}),
    );
    let mut connection = Connection {
        shared: Arc::clone(&shared),
        outgoing,
        session: None,
    };
    run(&mut connection, &mut socket, &mut waiting).await;
    connection.detach();
}

struct Connection {
    shared: Arc<Shared>,
    outgoing: UnboundedSender<Frame>,
    session: Option<String>,
}

async fn run(
    connection: &mut Connection,
    socket: &mut WebSocket,
    waiting: &mut UnboundedReceiver<Frame>,
) {
    let stopping = connection.shared.stopping.clone();
    loop {
        tokio::select! {
            biased;
            () = stopping.cancelled() => return close(socket, 1001, "going away").await,
            frame = waiting.recv() => match frame {
                Some(Frame::Payload(payload)) => {
                    if socket.send(Message::Text(payload)).await.is_err() {
                        return;
                    }
                }
                Some(Frame::Close(code, reason)) => return close(socket, code, reason).await,
                Some(Frame::Drop) | None => return,
            },
            message = socket.recv() => match message {
                Some(Ok(Message::Text(text))) => connection.receive(text.as_bytes()),
                Some(Ok(Message::Binary(bytes))) => connection.receive(&bytes),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(frame))) => {
                    connection.closed_by_client(frame.map(|it| it.code));
                    // The answer to a close frame is written when the socket is next flushed.
                    let _ = SinkExt::flush(socket).await;
                    return;
                }
                Some(Err(_)) | None => return,
            },
        }
    }
}

impl Connection {
    fn receive(&mut self, bytes: &[u8]) {
        let Ok(payload) = serde_json::from_slice::<Value>(bytes) else {
            return self.push(Frame::Close(4002, "Error while decoding payload."));
        };
        match payload["op"].as_u64() {
            Some(1) => self.heartbeat(),
            Some(2) => self.identify(&payload["d"]),
            Some(6) => self.resume(&payload["d"]),
            // Presence, voice state and member requests need no answer from us.
            Some(3 | 4 | 8) if self.session.is_some() => {}
            Some(3 | 4 | 8) => self.push(Frame::Close(4003, "Not authenticated.")),
            _ => self.push(Frame::Close(4001, "Unknown opcode.")),
        }
    }

    fn heartbeat(&self) {
        if !self.shared.look(|world| world.wishes.withhold_acks) {
            send(
                &self.outgoing,
                &json!({"op": 11, "s": null, "t": null, "d": null}),
            );
        }
    }

    fn identify(&mut self, data: &Value) {
        if self.session.is_some() {
            return self.push(Frame::Close(4005, "Already authenticated."));
        }
        let (now, outgoing) = (self.shared.now(), self.outgoing.clone());
        let outcome = self.shared.change(|world| {
            let id = format!("{:032x}", world.snowflakes.next(now));
            world.identify(data, outgoing, &self.shared.options, id)
        });
        self.settle(outcome);
    }

    fn resume(&mut self, data: &Value) {
        let outgoing = self.outgoing.clone();
        let outcome = self.shared.change(|world| world.resume(data, outgoing));
        self.settle(outcome);
    }

    fn settle(&mut self, outcome: Result<String, Denied>) {
        match outcome {
            Ok(session) => self.session = Some(session),
            Err(Denied::Close(code, reason)) => self.push(Frame::Close(code, reason)),
            Err(Denied::InvalidSession(resumable)) => {
                send(
                    &self.outgoing,
                    &json!({"op": 9, "s": null, "t": null, "d": resumable}),
                );
            }
        }
    }

    /// A clean close (1000, 1001) ends the session; after any other it can be resumed.
    fn closed_by_client(&self, code: Option<u16>) {
        if matches!(code, Some(1000 | 1001) | None)
            && let Some(id) = &self.session
        {
            self.shared
                .change(|world| world.sessions.retain(|it| &it.id != id));
        }
    }

    fn detach(&self) {
        let Some(id) = &self.session else { return };
        self.shared.change(|world| {
            let ours = |it: &&mut super::session::Session| {
                &it.id == id
                    && it
                        .outgoing
                        .as_ref()
                        .is_some_and(|sender| sender.same_channel(&self.outgoing))
            };
            if let Some(session) = world.sessions.iter_mut().find(ours) {
                session.outgoing = None;
            }
        });
    }

    fn push(&self, frame: Frame) {
        // The receiving end lives in the loop that called us, so it is still there.
        self.outgoing.send(frame).unwrap_or_default();
    }
}

fn send(outgoing: &UnboundedSender<Frame>, payload: &Value) {
    let frame = Frame::Payload(payload.to_string().into());
    outgoing.send(frame).unwrap_or_default();
}

async fn close(socket: &mut WebSocket, code: u16, reason: &'static str) {
    let frame = CloseFrame {
        code,
        reason: reason.into(),
    };
    // The other side may already be gone, which is what we want.
    socket
        .send(Message::Close(Some(frame)))
        .await
        .unwrap_or_default();
}
