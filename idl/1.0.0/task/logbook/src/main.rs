//! Keeps the logbook in serial flash.

#![no_std]
#![no_main]

mod book;
mod flash;

use book::Book;
use core::convert::Infallible;
use drv_clock_api::Clock;
use idol_runtime::{ClientError, Leased, LenLimit, RequestError, R, W};
use task_logbook_api::{
    Bounds, EntryHeader, EntryKind, LogError, Page, DIGEST_SIZE, SECTORS,
};
use userlib::{task_slot, RecvMessage};

task_slot!(CLOCK, clock);

/// Longest data of an entry, in bytes.
const MAX_DATA: usize = 232;

fn went_away<E>(_: ()) -> RequestError<E> {
    RequestError::Fail(ClientError::WentAway)
}

struct ServerImpl {
    book: Book,
    clock: Clock,
}

impl idl::InOrderLogbookImpl for ServerImpl {
    fn append(
        &mut self,
        _: &RecvMessage,
        kind: EntryKind,
        data: LenLimit<Leased<R, [u8]>, MAX_DATA>,
    ) -> Result<u64, RequestError<LogError>> {
        let mut copy = [0; MAX_DATA];
        let copy = &mut copy[..data.len()];
        data.read_range(0..copy.len(), copy)
            .map_err(|_| LogError::WentAway)?;
        Ok(self.book.append(kind, self.clock.now(), copy)?)
    }

    fn read(
        &mut self,
        _: &RecvMessage,
        entry: u64,
        dest: LenLimit<Leased<W, [u8]>, MAX_DATA>,
    ) -> Result<EntryHeader, RequestError<LogError>> {
        let mut data = [0; MAX_DATA];
        let header = self.book.read(entry, &mut data)?;
        let length = usize::from(header.length.get());
        if length > dest.len() {
            return Err(LogError::NoSpace.into());
        }
        dest.write_range(0..length, &data[..length])
            .map_err(went_away)?;
        Ok(header)
    }

    fn bounds(
        &mut self,
        _: &RecvMessage,
    ) -> Result<Bounds, RequestError<LogError>> {
        Ok(self.book.bounds()?)
    }

    fn copy_page(
        &mut self,
        _: &RecvMessage,
        first_page: usize,
        dest: Leased<W, [Page]>,
    ) -> Result<usize, RequestError<LogError>> {
        let mut copied = 0;
        while copied < dest.len() {
            let Some(page) = self.book.page(first_page + copied)? else {
                break;
            };
            dest.write_at(copied, page).map_err(went_away)?;
            copied += 1;
        }
        Ok(copied)
    }

    fn digest(
        &mut self,
        _: &RecvMessage,
        first: u64,
        last: u64,
        digest: Leased<W, [u8; DIGEST_SIZE]>,
    ) -> Result<(), RequestError<LogError>> {
        let value = self.book.digest(first, last)?;
        digest.write(value).map_err(went_away)
    }

    fn wear(
        &mut self,
        _: &RecvMessage,
    ) -> Result<[u16; SECTORS], RequestError<LogError>> {
        Ok(self.book.wear()?)
    }

    fn volume_id(
        &mut self,
        _: &RecvMessage,
    ) -> Result<u128, RequestError<Infallible>> {
        Ok(self.book.volume_id())
    }

    fn flush(&mut self, _: &RecvMessage) -> Result<(), RequestError<LogError>> {
        // Nothing to wait for: `append` programs the page itself.
        Ok(())
    }
}

#[export_name = "main"]
fn main() -> ! {
    let mut server = ServerImpl {
        book: Book::open(),
        clock: Clock::from(CLOCK.get_task_id()),
    };
    let mut buffer = [0; idl::INCOMING_SIZE];
    loop {
        idol_runtime::dispatch(&mut buffer, &mut server);
    }
}

mod idl {
    use task_logbook_api::{
        Bounds, EntryHeader, EntryKind, LogError, Page, DIGEST_SIZE, SECTORS,
    };

    include!(concat!(env!("OUT_DIR"), "/server_stub.rs"));
}

include!(concat!(env!("OUT_DIR"), "/notifications.rs"));
