//! What a client sees that does not do as its stub would: the first rule that it breaks.

use crate::outcome;
use crate::probe::probe;
use hubpack::SerializedSize;
use stubs::talk::probe_server::{self, ProbeOperation as Op};
use stubs::talk::{Colour, PackError, Shape};
use userlib::ReplyFaultReason::{self, *};
use userlib::{sys_send, Lease, Outcome};

/// Sends something raw and answers how that ended: with a return code, or a fault.
fn send(
    operation: u16,
    message: &[u8],
    capacity: usize,
    leases: Lent,
) -> Result<u32, ReplyFaultReason> {
    let (kernel, _) = probe();
    let server = kernel.task(crate::SERVER);
    let message = message.to_vec();
    let ended = outcome(&kernel, move || {
        let mut reply = vec![0; capacity];
        let mut memory = [[0; 16]; 2];
        let [first, second] = &mut memory;
        let leases = match leases {
            Lent::Nothing => vec![],
            Lent::Read(len) => vec![Lease::read_only(&first[..len])],
            Lent::Written(len) => vec![Lease::write_only(&mut first[..len])],
            Lent::Two(len, other) => vec![
                Lease::write_only(&mut first[..len]),
                Lease::write_only(&mut second[..other]),
            ],
        };
        sys_send(server, operation, &message, &mut reply, &leases).0
    });
    match ended {
        Outcome::Returned(code) => Ok(code),
        Outcome::Faulted(reason) => Err(reason),
        other => panic!("{other:?}"),
    }
}

enum Lent {
    Nothing,
    Read(usize),
    Written(usize),
    Two(usize, usize),
}

#[test]
fn right_messages_are_answered() {
    assert_eq!(
        send(Op::add as u16, &[1, 0, 0, 0, 2, 0], 8, Lent::Nothing),
        Ok(0)
    );
    assert_eq!(send(Op::sum as u16, &[], 4, Lent::Read(8)), Ok(0));
    assert_eq!(send(Op::fill as u16, &[0, 0], 1, Lent::Two(8, 16)), Ok(0));
    // Any byte but 0 is true.
    assert_eq!(send(Op::invert as u16, &[77], 1, Lent::Nothing), Ok(0));
}

#[test]
fn messages_longer_than_any_are_of_a_bad_size() {
    assert_eq!(
        probe_server::INCOMING_SIZE,
        probe_server::MEMORY_IMAGE_MSG_SIZE
    );
    let longest = vec![0; probe_server::INCOMING_SIZE];
    assert_eq!(
        send(99, &longest, 64, Lent::Nothing),
        Err(UndefinedOperation)
    );
    assert_eq!(
        send(99, &[&longest[..], &[0]].concat(), 64, Lent::Nothing),
        Err(BadMessageSize)
    );
}

#[test]
fn unknown_operations_are_undefined() {
    assert_eq!(send(0, &[], 64, Lent::Nothing), Err(UndefinedOperation));
    assert_eq!(send(16, &[], 0, Lent::Read(1)), Err(UndefinedOperation));
}

#[test]
fn replies_need_room_for_the_longest() {
    assert_eq!(
        send(Op::add as u16, &[], 7, Lent::Read(1)),
        Err(ReplyBufferTooSmall)
    );
    // The error is longer, but only clients care: a server asks for room for the ok value.
    let room = <(Shape, Option<Colour>)>::MAX_SIZE;
    assert!(room < PackError::MAX_SIZE);
    assert_eq!(probe_server::PACK_REPLY_SIZE, room);
    assert_eq!(
        send(Op::pack as u16, &[0, 0, 0], room - 1, Lent::Nothing),
        Err(ReplyBufferTooSmall)
    );
    assert_eq!(
        send(Op::pack as u16, &[0, 0, 0], room, Lent::Nothing),
        Ok(0)
    );
}

#[test]
fn leases_are_counted() {
    assert_eq!(send(Op::add as u16, &[], 8, Lent::Read(1)), Err(BadLeases));
    assert_eq!(send(Op::sum as u16, &[], 4, Lent::Nothing), Err(BadLeases));
}

#[test]
fn messages_that_do_not_decode_have_bad_contents() {
    for len in [0, 5, 7] {
        let message = vec![0; len];
        assert_eq!(
            send(Op::add as u16, &message, 8, Lent::Nothing),
            Err(BadMessageContents),
            "{len} bytes"
        );
    }
    assert_eq!(
        send(Op::ping as u16, &[0], 4, Lent::Nothing),
        Err(BadMessageContents)
    );
    // No such mode, variant or option.
    assert_eq!(
        send(Op::next_mode as u16, &[4], 1, Lent::Nothing),
        Err(BadMessageContents)
    );
    assert_eq!(
        send(Op::pack as u16, &[3, 0, 0], 16, Lent::Nothing),
        Err(BadMessageContents)
    );
    assert_eq!(
        send(Op::pack as u16, &[0, 2, 0], 16, Lent::Nothing),
        Err(BadMessageContents)
    );
    assert_eq!(
        send(Op::pack as u16, &[0, 1], 16, Lent::Nothing),
        Err(BadMessageContents)
    );
    assert_eq!(
        send(Op::old_pack as u16, &[0], 16, Lent::Nothing),
        Err(BadMessageContents)
    );
    // Before leases are looked at.
    assert_eq!(
        send(Op::sum as u16, &[0], 4, Lent::Read(9)),
        Err(BadMessageContents)
    );
}

#[test]
fn leases_have_the_right_size_and_access() {
    // Longer than the limit, or not readable.
    assert_eq!(send(Op::sum as u16, &[], 4, Lent::Read(9)), Err(BadLeases));
    assert_eq!(
        send(Op::sum as u16, &[], 4, Lent::Written(8)),
        Err(BadLeases)
    );
    // Half an element; a size that is not the type's.
    assert_eq!(
        send(Op::fill as u16, &[0, 0], 1, Lent::Two(7, 16)),
        Err(BadLeases)
    );
    assert_eq!(
        send(Op::fill as u16, &[0, 0], 1, Lent::Two(8, 15)),
        Err(BadLeases)
    );
    // Read and write both.
    assert_eq!(
        send(Op::reverse as u16, &[], 0, Lent::Written(4)),
        Err(BadLeases)
    );
}
