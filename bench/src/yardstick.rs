//! The least that an answer can cost: bare servers and bare loops, on the product's core.

mod commit;
mod hash;
mod hello;
mod token;

use crate::Error;

/// Serves one yardstick on a port until the process is ended.
pub async fn serve(kind: &str, rest: &[&str]) -> Result<(), Error> {
    let (port, rest) = rest.split_first().ok_or("a port is missing")?;
    let router = match (kind, rest) {
        ("bytes", [file, content_type]) => hello::router(file, content_type)?,
        ("token", []) => token::router(),
        ("rotation", [file]) => commit::rotation(file)?,
        ("insert", [file]) => commit::insert(file)?,
        ("hash", []) => hash::router(),
        _ => return Err(format!("there is no yardstick {kind} {rest:?}").into()),
    };
    let router = router.route("/", axum::routing::get(async || "ready"));
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port.parse()?)).await?;
    axum::serve(listener, router).await?;
    Ok(())
}
