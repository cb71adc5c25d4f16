use crate::flash::{Flash, PAGES, PAGES_PER_SECTOR};
use sha2::{Digest, Sha256};
use task_logbook_api::{
    Bounds, EntryHeader, EntryKind, LogError, Page, DIGEST_SIZE, PAGE_PAYLOAD,
    SECTORS,
};
use zerocopy::{AsBytes, FromBytes};

const HEADER: usize = core::mem::size_of::<EntryHeader>();

/// The ring of entries, one to a page: the page of entry `n` is `n - 1` modulo
/// the number of pages, which makes finding one a single read.
pub struct Book {
    flash: Flash,
    /// Number of the newest entry; zero when there is none.
    newest: u64,
    /// Number of the oldest that is not erased.
    oldest: u64,
}

impl Book {
    /// Finds the ends of the ring. A page that a power failure left half
    /// written has a wrong checksum and does not count.
    pub fn open() -> Self {
        let mut book = Self {
            flash: Flash::open(),
            newest: 0,
            oldest: u64::MAX,
        };
        for index in 0..PAGES {
            if let Ok(Some(header)) = book.header(index) {
                let entry = header.entry.get();
                book.newest = book.newest.max(entry);
                book.oldest = book.oldest.min(entry);
            }
        }
        book
    }

    fn place(entry: u64) -> usize {
        ((entry - 1) % PAGES as u64) as usize
    }

    fn header(
        &mut self,
        index: usize,
    ) -> Result<Option<EntryHeader>, LogError> {
        let page = self.flash.read(index)?;
        if page.is_erased() {
            return Ok(None);
        }
        if !page.is_intact() {
            return Err(LogError::Corrupt);
        }
        Ok(EntryHeader::read_from_prefix(&page.0.payload[..]))
    }

    pub fn append(
        &mut self,
        kind: EntryKind,
        time: u64,
        data: &[u8],
    ) -> Result<u64, LogError> {
        let entry = self.newest + 1;
        let index = Self::place(entry);
        if index % PAGES_PER_SECTOR == 0 {
            self.flash.erase_sector(index / PAGES_PER_SECTOR)?;
            let lost =
                (entry + PAGES_PER_SECTOR as u64).saturating_sub(PAGES as u64);
            self.oldest = self.oldest.max(lost.max(1));
        }
        let header = EntryHeader {
            entry: entry.into(),
            time: time.into(),
            length: (data.len() as u16).into(),
            kind: kind as u8,
            superseded: 0,
        };
        let mut payload = [0xFF; PAGE_PAYLOAD];
        payload[..HEADER].copy_from_slice(header.as_bytes());
        payload[HEADER..HEADER + data.len()].copy_from_slice(data);
        self.flash.write(index, &payload)?;
        self.newest = entry;
        self.oldest = self.oldest.min(entry);
        Ok(entry)
    }

    /// Reads an entry's header, and its data into the beginning of `data`.
    pub fn read(
        &mut self,
        entry: u64,
        data: &mut [u8],
    ) -> Result<EntryHeader, LogError> {
        if entry == 0 || entry < self.oldest || entry > self.newest {
            return Err(LogError::NoSuchEntry);
        }
        let index = Self::place(entry);
        let header = self.header(index)?.ok_or(LogError::NoSuchEntry)?;
        let length = usize::from(header.length.get());
        let page = self.flash.read(index)?;
        let source = page.0.payload.get(HEADER..HEADER + length);
        let (Some(source), Some(dest)) = (source, data.get_mut(..length))
        else {
            return Err(LogError::Corrupt);
        };
        dest.copy_from_slice(source);
        Ok(header)
    }

    pub fn bounds(&self) -> Result<Bounds, LogError> {
        if self.newest == 0 {
            return Err(LogError::NoSuchEntry);
        }
        Ok(Bounds {
            oldest: self.oldest,
            newest: self.newest,
        })
    }

    /// A page as it is; `None` beyond the last.
    pub fn page(&mut self, index: usize) -> Result<Option<Page>, LogError> {
        if index >= PAGES {
            return Ok(None);
        }
        Ok(Some(self.flash.read(index)?.0))
    }

    pub fn digest(
        &mut self,
        first: u64,
        last: u64,
    ) -> Result<[u8; DIGEST_SIZE], LogError> {
        let mut sha = Sha256::new();
        let mut data = [0; PAGE_PAYLOAD];
        for entry in first..=last {
            let header = self.read(entry, &mut data)?;
            sha.update(header.as_bytes());
            sha.update(&data[..usize::from(header.length.get())]);
        }
        Ok(sha.finalize().into())
    }

    pub fn wear(&mut self) -> Result<[u16; SECTORS], LogError> {
        self.flash.erase_counts()
    }

    pub fn volume_id(&self) -> u128 {
        self.flash.unique_id()
    }
}
