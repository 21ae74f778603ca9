//! Services that answer too late, in part, or not at all.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use language_model::FailureClass::{self, Network, Timeout};
use language_model::LanguageModel as _;

use super::scene::{Scene, holds_no_key, model, nobody, options, request, saying};

/// Asks at an address in vain: three tries, and why.
async fn check(base_url: &str, class: FailureClass) {
    let (clock, service) = model(&options(base_url));
    let error = service.complete(request(&clock)).await.unwrap_err();
    assert_eq!((error.class, error.retries), (class, 2), "{error}");
    holds_no_key(&service, &error);
}

/// A service that does this with each connection, of which it has read a part of the request.
fn serving(each: fn(TcpStream)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for connection in listener.incoming() {
            thread::spawn(move || {
                let mut connection = connection.unwrap();
                let _ = connection.read(&mut [0; 512]);
                each(connection);
            });
        }
    });
    format!("http://{address}/v1")
}

/// Waits until the other side hangs up.
fn until_the_end(mut connection: TcpStream) {
    let mut rest = Vec::new();
    let _ = connection.read_to_end(&mut rest);
}

#[tokio::test]
async fn nobody_is_there() {
    check(&nobody(), Network).await;
}

#[tokio::test]
async fn the_service_hangs_up() {
    check(&serving(drop), Network).await;
}

#[tokio::test]
async fn the_service_hangs_up_in_the_middle_of_its_answer() {
    let base = serving(|mut connection| {
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"cho");
    });
    check(&base, Network).await;
}

#[tokio::test]
async fn the_service_never_answers() {
    check(&serving(until_the_end), Timeout).await;
}

#[tokio::test]
async fn the_service_never_ends_its_answer() {
    let base = serving(|mut connection| {
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"cho");
        until_the_end(connection);
    });
    check(&base, Timeout).await;
}

#[tokio::test]
async fn an_answer_that_comes_too_late_is_none() {
    let scene = Scene::answering(saying("Well done.").set_delay(Duration::from_mins(1))).await;
    assert_eq!(scene.failure().await, (Timeout, 3));
}
