use crate::generation::{bytes_mut, FromBytes, Immutable, IntoBytes};
use core::marker::PhantomData;
use core::mem::size_of;
use core::num::NonZeroU32;
use core::ops::{Deref, Range};
use userlib::{sys_borrow_info, sys_borrow_read, sys_borrow_write, LeaseAttributes, TaskId};

/// What a server may do with a lease.
pub trait Attribute {
    const ATTRIBUTES: LeaseAttributes;
}

pub trait AttributeRead: Attribute {}
pub trait AttributeWrite: Attribute {}

pub enum R {}
pub enum W {}
pub enum RW {}

impl Attribute for R {
    const ATTRIBUTES: LeaseAttributes = LeaseAttributes::READ;
}

impl Attribute for W {
    const ATTRIBUTES: LeaseAttributes = LeaseAttributes::WRITE;
}

impl Attribute for RW {
    const ATTRIBUTES: LeaseAttributes = LeaseAttributes::READ_WRITE;
}

impl AttributeRead for R {}
impl AttributeRead for RW {}
impl AttributeWrite for W {}
impl AttributeWrite for RW {}

/// A `T` (or `[T]`) in a client's memory.
pub struct Leased<A: Attribute, T: ?Sized> {
    lender: TaskId,
    index: usize,
    /// In elements of a slice, else 1.
    len: usize,
    _type: PhantomData<(A, *const T)>,
}

impl<A: Attribute, T> Leased<A, T> {
    fn sized(lender: TaskId, index: usize) -> Option<Self> {
        let info = sys_borrow_info(lender, index)?;
        let fits = info.attributes.contains(A::ATTRIBUTES) && info.len == size_of::<T>();
        fits.then_some(Self {
            lender,
            index,
            len: 1,
            _type: PhantomData,
        })
    }
}

impl<A: Attribute, T> Leased<A, [T]> {
    fn slice(lender: TaskId, index: usize, max_len: Option<NonZeroU32>) -> Option<Self> {
        let info = sys_borrow_info(lender, index)?;
        let len = info.len / size_of::<T>();
        let fits = info.attributes.contains(A::ATTRIBUTES)
            && info.len % size_of::<T>() == 0
            && max_len.is_none_or(|max| len <= max.get() as usize);
        fits.then_some(Self {
            lender,
            index,
            len,
            _type: PhantomData,
        })
    }

    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl<T> Leased<R, T> {
    pub fn read_only(lender: TaskId, index: usize) -> Option<Self> {
        Self::sized(lender, index)
    }
}

impl<T> Leased<W, T> {
    pub fn write_only(lender: TaskId, index: usize) -> Option<Self> {
        Self::sized(lender, index)
    }
}

/// The published runtime has neither this nor its slice: what stubs would call if it had.
impl<T> Leased<RW, T> {
    pub fn read_write(lender: TaskId, index: usize) -> Option<Self> {
        Self::sized(lender, index)
    }
}

impl<T> Leased<R, [T]> {
    pub fn read_only_slice(
        lender: TaskId,
        index: usize,
        max_len: Option<NonZeroU32>,
    ) -> Option<Self> {
        Self::slice(lender, index, max_len)
    }
}

impl<T> Leased<W, [T]> {
    pub fn write_only_slice(
        lender: TaskId,
        index: usize,
        max_len: Option<NonZeroU32>,
    ) -> Option<Self> {
        Self::slice(lender, index, max_len)
    }
}

impl<T> Leased<RW, [T]> {
    pub fn read_write_slice(
        lender: TaskId,
        index: usize,
        max_len: Option<NonZeroU32>,
    ) -> Option<Self> {
        Self::slice(lender, index, max_len)
    }
}

impl<A: AttributeRead, T: FromBytes + IntoBytes> Leased<A, T> {
    /// Nothing when the client has gone away.
    pub fn read(&self) -> Option<T> {
        let mut value = T::new_zeroed();
        let (code, _) = sys_borrow_read(self.lender, self.index, 0, bytes_mut(&mut value));
        (code == 0).then_some(value)
    }
}

impl<A: AttributeRead, T: FromBytes + IntoBytes> Leased<A, [T]> {
    /// `to` is as long as the range.
    #[allow(clippy::result_unit_err)]
    pub fn read_range(&self, range: Range<usize>, to: &mut [T]) -> Result<(), ()> {
        let offset = range.start * size_of::<T>();
        let (code, len) = sys_borrow_read(self.lender, self.index, offset, bytes_mut(to));
        let is_whole = code == 0 && len == range.len() * size_of::<T>();
        is_whole.then_some(()).ok_or(())
    }
}

impl<A: AttributeWrite, T: IntoBytes + Immutable> Leased<A, T> {
    #[allow(clippy::result_unit_err)]
    pub fn write(&self, value: T) -> Result<(), ()> {
        let (code, _) = sys_borrow_write(self.lender, self.index, 0, value.as_bytes());
        (code == 0).then_some(()).ok_or(())
    }
}

impl<A: AttributeWrite, T: IntoBytes + Immutable> Leased<A, [T]> {
    /// `from` is as long as the range.
    #[allow(clippy::result_unit_err)]
    pub fn write_range(&self, range: Range<usize>, from: &[T]) -> Result<(), ()> {
        let offset = range.start * size_of::<T>();
        let (code, len) = sys_borrow_write(self.lender, self.index, offset, from.as_bytes());
        let is_whole = code == 0 && len == range.len() * size_of::<T>();
        is_whole.then_some(()).ok_or(())
    }
}

/// A lease whose length is known to be at most `N` elements.
pub struct LenLimit<T, const N: usize>(T);

impl<A: Attribute, T, const N: usize> TryFrom<Leased<A, [T]>> for LenLimit<Leased<A, [T]>, N> {
    type Error = ();

    fn try_from(lease: Leased<A, [T]>) -> Result<Self, ()> {
        if lease.len() <= N {
            Ok(Self(lease))
        } else {
            Err(())
        }
    }
}

impl<T, const N: usize> Deref for LenLimit<T, N> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}
