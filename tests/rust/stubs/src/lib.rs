//! What the tests of the stubs compile. They make the files in the folder that `STUBS` names, and set it.

// What the API crates and stubs of the generation depend on, under the names that they use.
#[cfg(any(
    feature = "zerocopy-0.6-dispatch-n",
    feature = "zerocopy-0.6",
    feature = "zerocopy-0.7"
))]
extern crate bitflags_1 as bitflags;
#[cfg(any(feature = "zerocopy-0.8-u32", feature = "zerocopy-0.8"))]
extern crate bitflags_2 as bitflags;
#[cfg(any(feature = "zerocopy-0.6-dispatch-n", feature = "zerocopy-0.6"))]
extern crate zerocopy_0_6 as zerocopy;
#[cfg(feature = "zerocopy-0.7")]
extern crate zerocopy_0_7 as zerocopy;
#[cfg(any(feature = "zerocopy-0.8-u32", feature = "zerocopy-0.8"))]
extern crate zerocopy_0_8 as zerocopy;

// The API crates of the example tree as modules, and in each the stubs of its interface in every style and option.
include!(concat!(env!("STUBS"), "/example.rs"));

pub mod talk {
    // `src/talk.rs`, in the words of the generation.
    include!(concat!(env!("STUBS"), "/talk.rs"));
}
