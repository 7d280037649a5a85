//! A caller's closure on its way to a thread of the door, and the answer on its way back.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use tokio::sync::oneshot;

use super::error::Error;
use super::tx::Tx;

/// Work that only reads.
pub(super) trait ReadJob: Send {
    /// Runs the work and answers the caller.
    fn run(self: Box<Self>, tx: &mut Tx<'_>);
    /// Answers the caller without running.
    fn refuse(self: Box<Self>, why: Error);
    /// Whether nobody waits any more.
    fn abandoned(&self) -> bool;
}

/// Work that changes something. Its answer is held back until the change is durable.
pub(super) trait WriteJob: Send {
    /// Runs the work, perhaps not for the first time, and says whether it wants to be kept.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Answers the caller, after the commit or with what kept it from happening.
    fn answer(self: Box<Self>, committed: Result<(), Error>);
    /// Whether nobody waits any more.
    fn abandoned(&self) -> bool;
}

/// A result, or the panic that came instead.
type Outcome<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

/// Where the caller waits.
pub(super) struct Answer<T, E>(oneshot::Receiver<Outcome<T, E>>);

impl<T, E: From<Error>> Answer<T, E> {
    /// Waits. A panic of the work goes on in the caller, as if it had been called directly.
    pub(super) async fn wait(self) -> Result<T, E> {
        match self.0.await {
            Ok(Ok(result)) => result,
            Ok(Err(panic)) => resume_unwind(panic),
            Err(_) => Err(Error::Unreachable.into()),
        }
    }
}

struct Read<F, T, E> {
    work: F,
    reply: oneshot::Sender<Outcome<T, E>>,
}

struct Write<F, T, E> {
    work: F,
    outcome: Option<Outcome<T, E>>,
    reply: oneshot::Sender<Outcome<T, E>>,
}

/// Packs work that reads.
pub(super) fn read<T, E, F>(work: F) -> (Box<dyn ReadJob>, Answer<T, E>)
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Read { work, reply }), Answer(answer))
}

/// Packs work that writes.
pub(super) fn write<T, E, F>(work: F) -> (Box<dyn WriteJob>, Answer<T, E>)
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (
        Box::new(Write {
            work,
            outcome: None,
            reply,
        }),
        Answer(answer),
    )
}

impl<F, T, E> ReadJob for Read<F, T, E>
where
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(self: Box<Self>, tx: &mut Tx<'_>) {
        let Self { work, reply } = *self;
        let outcome = catch_unwind(AssertUnwindSafe(|| work(tx)));
        // An error here means that the caller has left.
        let _ = reply.send(outcome);
    }

    fn refuse(self: Box<Self>, why: Error) {
        let _ = self.reply.send(Ok(Err(why.into())));
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}

impl<F, T, E> WriteJob for Write<F, T, E>
where
    F: Fn(&mut Tx<'_>) -> Result<T, E> + Send,
    T: Send,
    E: From<Error> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let done = (self.work)(tx)?;
            tx.whole()?;
            Ok(done)
        }));
        let keep = matches!(outcome, Ok(Ok(_)));
        self.outcome = Some(outcome);
        keep
    }

    fn answer(self: Box<Self>, committed: Result<(), Error>) {
        let outcome = match (self.outcome, committed) {
            (Some(Ok(Ok(done))), Ok(())) => Ok(Ok(done)),
            (Some(Ok(Ok(_))) | None, Err(why)) => Ok(Err(why.into())),
            (None, Ok(())) => Ok(Err(Error::Unreachable.into())),
            (Some(failed), _) => failed,
        };
        let _ = self.reply.send(outcome);
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }
}
