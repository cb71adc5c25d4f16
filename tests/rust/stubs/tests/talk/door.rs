//! Servers whose operations all have the same error, or none.

use crate::{client, serve, Notifications, SERVER};
use idol_runtime::NotificationHandler;
use stubs::talk::door_client::Door;
use stubs::talk::door_server::{DoorOperation, FailServer, INCOMING_SIZE};
use stubs::talk::safe_client::Safe;
use stubs::talk::safe_server::{self, SafeOperation};
use stubs::talk::tally_client::Tally;
use stubs::talk::tally_plain::{self, InOrderTallyImpl, TallyOperation};
use stubs::talk::*;
use userlib::{Kernel, RecvMessage};

#[test]
fn a_fail_server_answers_everything_with_its_error() {
    let kernel = Kernel::new(2);
    serve::<_, DoorOperation>(&kernel, INCOMING_SIZE, FailServer::new(ProbeError::Overflow));
    let door = Door::from(kernel.task(SERVER));
    client(&kernel, move || {
        assert_eq!(door.peek(), Err(ProbeError::Overflow));
        assert_eq!(door.open(Mode::Slow, &[0; 4]), Err(ProbeError::Overflow));
    });
}

#[test]
fn its_error_may_travel_as_bytes() {
    let kernel = Kernel::new(2);
    let error = PackError::TooLarge {
        limit: 1 << 50,
        colour: Some(Colour::Blue),
    };
    serve::<_, SafeOperation>(
        &kernel,
        safe_server::INCOMING_SIZE,
        safe_server::FailServer::new(error),
    );
    let safe = Safe::from(kernel.task(SERVER));
    client(&kernel, move || {
        assert_eq!(safe.lock(Shape::Circle(3)), Err(error));
        assert_eq!(safe.read_out(&mut [0; 4]), Err(error));
    });
}

struct Counter(u32);

impl NotificationHandler for Counter {
    fn current_notification_mask(&self) -> u32 {
        0
    }

    fn handle_notification(&mut self, _: Notifications) {}
}

impl InOrderTallyImpl for Counter {
    fn tick(&mut self, _: &RecvMessage) -> u32 {
        self.0 += 1;
        self.0
    }

    fn clear(&mut self, _: &RecvMessage) {
        self.0 = 0;
    }
}

#[test]
fn infallible_operations_may_return_plain_values() {
    let kernel = Kernel::new(2);
    serve::<_, TallyOperation>(&kernel, tally_plain::INCOMING_SIZE, Counter(0));
    let tally = Tally::from(kernel.task(SERVER));
    client(&kernel, move || {
        assert_eq!((tally.tick(), tally.tick()), (1, 2));
        assert_eq!(tally.clear(), Ok(()));
        assert_eq!(tally.tick(), 1);
    });
}
