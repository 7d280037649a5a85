//! The door to the network: takes connections, ends TLS if it was given a certificate, and lets present requests
//! finish when the server stops. What is answered is decided by a [`Speaker`].

mod tls;

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;

pub use tls::{Unusable, acceptor};

/// How long a connection may wait between requests or take to send a head. Longer than the idle time of common
/// proxies, so that it is they who close.
const HEAD_TIME: Duration = Duration::from_secs(75);
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// Hyper's own limits for the head lie above ours, so that ours answer in the caller's format.
const HEAD_SIZE: usize = 64 * 1024;
const PAUSE_AFTER_FAILURE: Duration = Duration::from_millis(100);

/// What answers on a port. Clones are the same.
pub trait Speaker: Clone + Send + Sync + 'static {
    /// Answers one request from `peer`.
    fn answer(&self, peer: IpAddr, request: Request<Body>)
    -> impl Future<Output = Response> + Send;
}

/// An open port.
pub struct Listener {
    socket: TcpListener,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
}

impl Listener {
    /// Opens the port.
    pub async fn open(address: SocketAddr, tls: Option<TlsAcceptor>) -> io::Result<Self> {
        let socket = TcpListener::bind(address).await?;
        let address = socket.local_addr()?;
        Ok(Self {
            socket,
            address,
            tls,
        })
    }

    /// The address it really listens on; the port was chosen by the system if the settings say 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `stop` completes, then at most `patience` longer for requests that are under way.
    pub async fn serve(
        self,
        speaker: impl Speaker,
        stop: impl Future<Output = ()>,
        patience: Duration,
    ) {
        let server = Arc::new(server());
        let graceful = GracefulShutdown::new();
        let (stopping, stopped) = watch::channel(());
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = self.socket.accept() => accepted,
                () = &mut stop => break,
            };
            match accepted {
                Ok((stream, peer)) => {
                    let connection = Connection {
                        server: Arc::clone(&server),
                        speaker: speaker.clone(),
                        watcher: graceful.watcher(),
                        stopped: stopped.clone(),
                        peer,
                    };
                    tokio::spawn(connection.run(stream, self.tls.clone()));
                }
                Err(err) => {
                    // Mostly too many open files; the next try may succeed once others are closed.
                    tracing::warn!(cause = %err, "a connection could not be taken");
                    tokio::time::sleep(PAUSE_AFTER_FAILURE).await;
                }
            }
        }
        drop(self.socket);
        drop(stopping);
        if tokio::time::timeout(patience, graceful.shutdown())
            .await
            .is_err()
        {
            tracing::warn!("stopped before all requests were answered");
        }
    }
}

struct Connection<S> {
    server: Arc<Builder<TokioExecutor>>,
    speaker: S,
    watcher: Watcher,
    stopped: watch::Receiver<()>,
    peer: SocketAddr,
}

impl<S: Speaker> Connection<S> {
    async fn run(mut self, stream: TcpStream, tls: Option<TlsAcceptor>) {
        // Answers are small and whole; waiting to fill a packet would only delay them.
        let _ = stream.set_nodelay(true);
        let Some(tls) = tls else {
            return self.speak(stream).await;
        };
        // Nobody has asked anything during a handshake, so a stop need not wait for it.
        let handshake = tokio::select! {
            handshake = tokio::time::timeout(HANDSHAKE_TIME, tls.accept(stream)) => handshake,
            _ = self.stopped.changed() => return,
        };
        match handshake {
            Ok(Ok(stream)) => self.speak(stream).await,
            Ok(Err(err)) => tracing::debug!(cause = %err, "a TLS handshake failed"),
            Err(_) => tracing::debug!("a TLS handshake took too long"),
        }
    }

    async fn speak(self, stream: impl AsyncRead + AsyncWrite + Unpin + 'static) {
        let Self {
            server,
            speaker,
            watcher,
            peer,
            ..
        } = self;
        let service = service_fn(move |request: Request<Incoming>| {
            let speaker = speaker.clone();
            async move {
                let answer = speaker.answer(peer.ip(), request.map(Body::new));
                Ok::<_, Infallible>(answer.await)
            }
        });
        let connection = server.serve_connection(TokioIo::new(stream), service);
        if let Err(err) = watcher.watch(connection).await {
            tracing::debug!(cause = %err, "a connection broke");
        }
    }
}

fn server() -> Builder<TokioExecutor> {
    let mut server = Builder::new(TokioExecutor::new());
    server
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_SIZE);
    server
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(Some(HEAD_TIME))
        .max_header_list_size(HEAD_SIZE as u32);
    server
}

#[cfg(test)]
mod tests;
