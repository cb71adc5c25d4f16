use crate::generation::{notifications, Notifications};
use crate::{ClientError, RequestError};
use core::marker::PhantomData;
use userlib::{sys_recv, sys_reply, sys_reply_fault, FromPrimitive, RecvMessage, TaskId};

/// A server's side of notifications.
pub trait NotificationHandler {
    fn current_notification_mask(&self) -> u32;
    fn handle_notification(&mut self, bits: Notifications);
}

/// The operations of an interface.
pub trait ServerOp: FromPrimitive + Copy {
    fn max_reply_size(self) -> usize;
    fn required_lease_count(self) -> usize;
}

/// What a stub makes of an implementation.
pub trait Server<Op: ServerOp> {
    fn recv_source(&self) -> Option<TaskId>;
    fn closed_recv_fail(&mut self);
    fn handle(
        &mut self,
        op: Op,
        incoming: &[u8],
        rm: &RecvMessage,
    ) -> Result<(), RequestError<u16>>;
}

/// Receives one message or notification and sees to it.
#[cfg(not(feature = "zerocopy-0.6-dispatch-n"))]
pub fn dispatch<S: NotificationHandler, Op: ServerOp>(buffer: &mut [u8], server: &mut S)
where
    for<'a> (PhantomData<Op>, &'a mut S): Server<Op>,
{
    let mask = server.current_notification_mask();
    serve_one(buffer, server, mask, S::handle_notification);
}

/// Receives one message or notification and sees to it.
#[cfg(feature = "zerocopy-0.6-dispatch-n")]
pub fn dispatch_n<S: NotificationHandler, Op: ServerOp>(buffer: &mut [u8], server: &mut S)
where
    for<'a> (PhantomData<Op>, &'a mut S): Server<Op>,
{
    let mask = server.current_notification_mask();
    serve_one(buffer, server, mask, S::handle_notification);
}

/// Receives one message and sees to it. The server hears no notifications, whether it could or not.
#[cfg(feature = "zerocopy-0.6-dispatch-n")]
pub fn dispatch<S, Op: ServerOp>(buffer: &mut [u8], server: &mut S)
where
    for<'a> (PhantomData<Op>, &'a mut S): Server<Op>,
{
    serve_one(buffer, server, 0, |_, _| unreachable!());
}

fn serve_one<S, Op: ServerOp>(
    buffer: &mut [u8],
    server: &mut S,
    mask: u32,
    notify: impl FnOnce(&mut S, Notifications),
) where
    for<'a> (PhantomData<Op>, &'a mut S): Server<Op>,
{
    let mut stub = (PhantomData, server);
    let Ok(message) = sys_recv(buffer, mask, stub.recv_source()) else {
        stub.closed_recv_fail();
        return;
    };
    if message.sender == TaskId::KERNEL {
        notify(stub.1, notifications(message.operation));
        return;
    }
    match handle(buffer, &mut stub, &message) {
        Ok(()) => {}
        Err(RequestError::Runtime(code)) => sys_reply(message.sender, u32::from(code), &[]),
        Err(RequestError::Fail(error)) => {
            if let Some(reason) = error.into_fault() {
                sys_reply_fault(message.sender, reason);
            }
        }
    }
}

/// What a wrong client sees is the first of these that matches.
fn handle<Op: ServerOp>(
    buffer: &[u8],
    stub: &mut impl Server<Op>,
    message: &RecvMessage,
) -> Result<(), RequestError<u16>> {
    let incoming = buffer
        .get(..message.message_len)
        .ok_or(ClientError::BadMessageSize.fail::<u16>())?;
    let op = Op::from_u32(message.operation).ok_or(ClientError::UnknownOperation.fail::<u16>())?;
    if message.response_capacity < op.max_reply_size() {
        return Err(ClientError::ReplyBufferTooSmall.fail());
    }
    if message.lease_count != op.required_lease_count() {
        return Err(ClientError::BadLease.fail());
    }
    stub.handle(op, incoming, message)
}
