/// A task and how often it was restarted: 10 bits of index, 6 of generation.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct TaskId(pub u16);

const INDEX_BITS: u32 = 10;
const INDEX_MASK: u16 = (1 << INDEX_BITS) - 1;
const GENERATION_MASK: u8 = (1 << (u16::BITS - INDEX_BITS)) - 1;

impl TaskId {
    /// The sender of notifications.
    pub const KERNEL: Self = Self(u16::MAX);

    pub const fn for_index_and_gen(index: usize, generation: Generation) -> Self {
        Self((index as u16 & INDEX_MASK) | (generation.0 as u16) << INDEX_BITS)
    }

    pub const fn index(&self) -> usize {
        (self.0 & INDEX_MASK) as usize
    }

    pub const fn generation(&self) -> Generation {
        Generation((self.0 >> INDEX_BITS) as u8)
    }
}

#[derive(Copy, Clone, Debug, Default, Eq, PartialEq)]
pub struct Generation(u8);

impl Generation {
    pub const ZERO: Self = Self(0);

    pub fn next(self) -> Self {
        Self((self.0 + 1) & GENERATION_MASK)
    }
}

const FIRST_DEAD_CODE: u32 = 0xFFFF_FF00;

/// The generation in a dead code, or nothing for any other code.
pub const fn extract_new_generation(code: u32) -> Option<Generation> {
    if code >= FIRST_DEAD_CODE {
        Some(Generation(code as u8))
    } else {
        None
    }
}

/// What a sender gets when its peer is in a later generation than it thinks.
pub(crate) fn dead_code(generation: Generation) -> u32 {
    FIRST_DEAD_CODE | u32::from(generation.0)
}
