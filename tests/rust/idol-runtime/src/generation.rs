//! What differs between the generations of the runtime, under the names of the newest.

pub use notification::{notifications, Notifications};
pub use zerocopy::{bytes_mut, FromBytes, Immutable, IntoBytes};

#[cfg(any(feature = "zerocopy-0.6-dispatch-n", feature = "zerocopy-0.6"))]
mod zerocopy {
    pub use zerocopy_0_6::{AsBytes as IntoBytes, FromBytes};

    pub trait Immutable {}
    impl<T: ?Sized> Immutable for T {}

    pub fn bytes_mut<T: FromBytes + IntoBytes + ?Sized>(value: &mut T) -> &mut [u8] {
        value.as_bytes_mut()
    }
}

#[cfg(feature = "zerocopy-0.7")]
mod zerocopy {
    pub use zerocopy_0_7::{AsBytes as IntoBytes, FromBytes};

    pub trait Immutable {}
    impl<T: ?Sized> Immutable for T {}

    pub fn bytes_mut<T: FromBytes + IntoBytes + ?Sized>(value: &mut T) -> &mut [u8] {
        value.as_bytes_mut()
    }
}

#[cfg(any(feature = "zerocopy-0.8-u32", feature = "zerocopy-0.8"))]
mod zerocopy {
    pub use zerocopy_0_8::{FromBytes, Immutable, IntoBytes};

    pub fn bytes_mut<T: FromBytes + IntoBytes + ?Sized>(value: &mut T) -> &mut [u8] {
        value.as_mut_bytes()
    }
}

#[cfg(feature = "zerocopy-0.8")]
mod notification {
    pub type Notifications = userlib::NotificationBits;

    pub fn notifications(bits: u32) -> Notifications {
        userlib::NotificationBits::new(bits)
    }
}

#[cfg(not(feature = "zerocopy-0.8"))]
mod notification {
    pub type Notifications = u32;

    pub fn notifications(bits: u32) -> Notifications {
        bits
    }
}
