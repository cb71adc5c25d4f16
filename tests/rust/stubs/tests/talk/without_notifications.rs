//! Of the oldest runtime, `dispatch` is for servers that hear no notifications and so have no handler.

use crate::{client, SERVER};
use stubs::talk::door_client::Door;
use stubs::talk::door_server::{DoorOperation, InOrderDoorImpl, INCOMING_SIZE};
use stubs::talk::*;
use userlib::{Kernel, RecvMessage};

struct Deaf;

impl InOrderDoorImpl for Deaf {
    fn peek(&mut self, _: &RecvMessage) -> Result<u8, idol_runtime::RequestError<ProbeError>> {
        Ok(7)
    }

    fn open(
        &mut self,
        _: &RecvMessage,
        _: Mode,
        _: idol_runtime::Leased<idol_runtime::R, [u8; 4]>,
    ) -> Result<u32, idol_runtime::RequestError<ProbeError>> {
        Err(ProbeError::Refused.into())
    }
}

#[test]
fn a_server_needs_no_handler() {
    let kernel = Kernel::new(2);
    kernel.post(kernel.task(SERVER), 1);
    kernel.spawn(SERVER, || {
        let mut buffer = [0; INCOMING_SIZE];
        loop {
            idol_runtime::dispatch::<_, DoorOperation>(&mut buffer, &mut Deaf);
        }
    });
    let door = Door::from(kernel.task(SERVER));
    assert_eq!(client(&kernel, move || door.peek()), Ok(7));
}
