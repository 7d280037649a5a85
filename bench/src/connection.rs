//! One HTTP/1.1 connection that is kept open, as lean as a load generator must be.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Error;

/// A connection to a server on this machine.
pub struct Connection {
    port: u16,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// One answer.
pub struct Answer {
    /// The status code.
    pub status: u16,
    head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The values of a header, whose name is given in lower case.
    pub fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.head.lines().skip(1).filter_map(move |line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Connection {
    /// A connection that opens with the first request.
    pub fn new(port: u16) -> Self {
        Self {
            port,
            stream: None,
            buffer: Vec::with_capacity(16 * 1024),
        }
    }

    /// Sends one request and reads the whole answer. `headers` are complete lines.
    pub async fn send(
        &mut self,
        method: &str,
        target: &str,
        headers: &str,
        body: &[u8],
    ) -> Result<Answer, Error> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(("127.0.0.1", self.port)).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
            self.buffer.clear();
        }
        let result = self.exchange(method, target, headers, body).await;
        if result.is_err() {
            self.stream = None;
        }
        result
    }

    async fn exchange(
        &mut self,
        method: &str,
        target: &str,
        headers: &str,
        body: &[u8],
    ) -> Result<Answer, Error> {
        let mut request = format!(
            "{method} {target} HTTP/1.1\r\nHost: localhost:{}\r\n{headers}",
            self.port
        )
        .into_bytes();
        if method != "GET" {
            request.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
        }
        request.extend_from_slice(b"\r\n");
        request.extend_from_slice(body);
        self.stream().write_all(&request).await?;

        let end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at;
            }
            self.more().await?;
        };
        let head = String::from_utf8(self.buffer[..end].to_vec())?;
        self.buffer.drain(..end + 4);
        let status = head.get(9..12).ok_or("a broken status line")?.parse()?;
        let mut answer = Answer {
            status,
            head,
            body: Vec::new(),
        };
        let length = answer
            .headers("content-length")
            .next()
            .map(str::parse::<usize>)
            .transpose()?;
        let chunked = answer
            .headers("transfer-encoding")
            .any(|it| it == "chunked");
        answer.body = match length {
            Some(length) => self.take(length).await?,
            None if chunked => self.chunks().await?,
            None => Vec::new(),
        };
        if answer.headers("connection").any(|it| it == "close") {
            self.stream = None;
        }
        Ok(answer)
    }

    fn stream(&mut self) -> &mut TcpStream {
        self.stream.as_mut().expect("opened by send")
    }

    async fn more(&mut self) -> Result<(), Error> {
        let stream = self.stream.as_mut().expect("opened by send");
        match stream.read_buf(&mut self.buffer).await? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }

    async fn take(&mut self, length: usize) -> Result<Vec<u8>, Error> {
        while self.buffer.len() < length {
            self.more().await?;
        }
        Ok(self.buffer.drain(..length).collect())
    }

    async fn chunks(&mut self) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        loop {
            let end = loop {
                if let Some(at) = find(&self.buffer, b"\r\n") {
                    break at;
                }
                self.more().await?;
            };
            let line = self.take(end + 2).await?;
            let size = usize::from_str_radix(std::str::from_utf8(&line[..end])?, 16)?;
            let chunk = self.take(size + 2).await?;
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..size]);
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|it| it == needle)
}
