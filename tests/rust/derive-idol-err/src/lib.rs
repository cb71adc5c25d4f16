//! A double of Hubris' `derive-idol-err`.

pub use derives::IdolError;
