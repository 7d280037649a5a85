use std::collections::BTreeMap;

use moongate_domain::Timestamp;
use moongate_service::clock::Clock;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;
use crate::config::{Config, TlsFiles};
use crate::web::frame::Frame;
use crate::web::metrics::Metrics;
use crate::web::shell::Shell;

struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<()>,
}

/// A server that is still starting: enough to speak HTTP with.
async fn start() -> Server {
    let shell = Shell::new(Frame {
        config: Arc::new(Config::load(BTreeMap::new(), [], None).unwrap()),
        clock: Clock::system(),
        metrics: Arc::new(Metrics::new(Timestamp(0))),
    });
    let listener = Listener::open("127.0.0.1:0".parse().unwrap(), None)
        .await
        .unwrap();
    let address = listener.address();
    let (stop, stopped) = oneshot::channel();
    let done = tokio::spawn(listener.serve(
        shell,
        async { stopped.await.unwrap() },
        Duration::from_secs(600),
    ));
    Server {
        address,
        stop,
        done,
    }
}

async fn ask(server: &Server, text: &str) -> String {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn before_the_database_is_open_the_server_lives_and_is_not_ready() {
    let server = start().await;
    for (path, expected) in [
        ("/livez", "HTTP/1.1 200 OK"),
        ("/readyz", "HTTP/1.1 503 Service Unavailable"),
        ("/login", "HTTP/1.1 503 Service Unavailable"),
    ] {
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!(ask(&server, &request).await, expected, "{path}");
    }
}

#[tokio::test]
async fn odd_requests_are_refused_on_the_wire() {
    // T22
    let server = start().await;
    for head in [
        "GET /livez HTTP/1.1\r\n",
        "GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n",
        "GET http://evil.test/livez HTTP/1.1\r\nHost: localhost\r\n",
        "GET /livez HTTP/1.1\r\nHost: localhost, evil.test\r\n",
    ] {
        let request = format!("{head}Connection: close\r\n\r\n");
        assert_eq!(
            ask(&server, &request).await,
            "HTTP/1.1 400 Bad Request",
            "{head}"
        );
    }
}

#[tokio::test]
async fn a_stop_closes_idle_connections_and_comes_to_an_end() {
    let server = start().await;
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream
        .write_all(b"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .await
        .unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");

    server.stop.send(()).unwrap();
    server.done.await.unwrap();
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[test]
fn files_that_are_no_certificate_and_key_are_told() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x.pem");
    std::fs::write(&file, "nothing").unwrap();
    let files = TlsFiles {
        cert: file.clone(),
        key: file,
    };
    assert!(matches!(acceptor(&files), Err(Unusable::NoCertificate)));
}
