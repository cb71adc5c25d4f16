//! A case for each rule of the three encodings. The tests read the definitions out of this very file.

use hubpack::SerializedSize;
use serde::{Deserialize, Serialize};
use serde_big_array::BigArray;
use zerocopy::{FromBytes, Immutable, IntoBytes, KnownLayout, BE, LE, U128, U16, U32, U64};

const SLOTS: usize = 2 * size_of::<u32>() + 1;

type Word = u32;

mod units {
    use super::*;

    #[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
    pub struct Celsius(pub f32);

    pub mod time {
        use super::*;
        pub type Millis = u64;

        #[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
        pub struct Instant(pub Millis);
    }
}
use units::time::{self, Instant};

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Unit;

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Empty {}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct EmptyTuple();

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Pair(u8, u32);

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Named {
    a: u8,
    b: Option<u16>,
    c: bool,
}

/// The index is what travels: it differs from the value.
#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize, IntoBytes, Immutable)]
#[repr(u8)]
pub enum Mode {
    Slow = 4,
    Fast = 32 + 10,
    Next,
    Last = 0xff,
}

#[derive(Clone, Copy, IntoBytes, Immutable)]
#[repr(u16)]
pub enum Wide {
    A = 1,
    B = 0x1234,
}

#[derive(Clone, Copy, IntoBytes, Immutable)]
#[repr(i8)]
pub enum Signed {
    Below = -2,
    Next,
    Zero,
}

#[derive(Clone, Copy, IntoBytes, Immutable)]
#[repr(u32)]
pub enum Long {
    First,
    Top = 0x8000_0000,
}

/// As small as its values allow.
#[derive(Clone, Copy)]
pub enum Plain {
    A,
    B = 300,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub enum LikeC {
    A,
    B,
}

/// Nothing to tell apart, so nothing in memory; but one byte on the wire.
#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Single {
    Only,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Inner {
    Off,
    Level(u16),
    Both { mode: Mode, speed: u32 },
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub enum Outer {
    Stop,
    Run(Inner),
    Two(Inner, Option<Inner>),
    Deep { inner: Result<Inner, Mode>, list: [Inner; 2] },
    Nothing(),
    Hollow {},
    Unit(()),
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Generic<T> {
    value: T,
    twice: (T, T),
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Sized<const N: usize> {
    bytes: [u8; N],
    word: u32,
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Big {
    #[serde(with = "BigArray")]
    bytes: [u8; 100],
    #[serde(with = "BigArray")]
    words: [u16; 40],
}

#[derive(Clone, Copy, Serialize, Deserialize, SerializedSize)]
pub struct Counted {
    slots: [u8; SLOTS],
    more: [Word; SLOTS - 7],
}

#[derive(Clone, Copy, IntoBytes, FromBytes, Immutable, KnownLayout)]
#[repr(C)]
pub struct Tight {
    a: u32,
    b: u16,
    c: [u8; 2],
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Padded {
    a: u8,
    b: u64,
    c: u16,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Wider {
    a: u8,
    b: u128,
}

#[derive(Clone, Copy, IntoBytes, Immutable)]
#[repr(C, packed)]
pub struct Packed {
    a: u8,
    b: u64,
    c: Wide,
}

#[derive(Clone, Copy)]
#[repr(C, packed(2))]
pub struct PackedTwo {
    a: u8,
    b: u64,
    c: u8,
}

#[derive(Clone, Copy)]
#[repr(packed)]
pub struct PackedLoose {
    a: u8,
    b: u32,
}

#[derive(Clone, Copy)]
#[repr(C, align(16))]
pub struct Aligned {
    a: u8,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct AroundAligned {
    a: u8,
    b: Aligned,
    c: u8,
}

#[derive(Clone, Copy, IntoBytes, FromBytes, Immutable, KnownLayout)]
#[repr(transparent)]
pub struct Clear(u64);

#[derive(Clone, Copy)]
#[repr(C)]
pub struct AroundPacked {
    a: u16,
    b: Packed,
    c: u32,
}

#[derive(Clone, Copy)]
pub struct Loose {
    a: u8,
    b: u32,
    c: u16,
}

#[derive(Clone, Copy)]
pub struct LooseBytes {
    a: u8,
    b: [u8; 4],
}

#[derive(Clone, Copy, IntoBytes, Immutable)]
#[repr(C)]
pub struct Network {
    a: U16<BE>,
    b: U32<LE>,
    c: U64<BE>,
    d: U128<LE>,
    e: zerocopy::I16<BE>,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub union Either {
    word: u32,
    bytes: [u8; 6],
}

/// Defined by `repr`: a tag, then the fields.
#[derive(Clone, Copy, IntoBytes, Immutable)]
#[repr(u8)]
pub enum Tagged {
    A(u8, u8),
    B { x: [u8; 2] },
}

#[derive(Clone, Copy)]
#[repr(C)]
pub enum TaggedC {
    A(u64),
    B(u8),
}

#[derive(Clone, Copy)]
#[repr(C, u8)]
pub enum TaggedCByte {
    A(u32),
    B,
}

/// In Hubpack an uninhabited side changes nothing; in memory it takes no tag.
pub type Sure = Result<u32, core::convert::Infallible>;

bitflags::bitflags! {
    #[derive(Clone, Copy)]
    #[repr(transparent)]
    pub struct Rails: u16 {
        const CORE = 1 << 0;
        const RADIO = 1 << 3;
        const ALL = Self::CORE.bits() | Self::RADIO.bits();
    }
}

macro_rules! integers {
    ($($ty:ident)*) => { $(
        layout!($ty;);
        for value in [$ty::MIN, $ty::MAX, 1, 100] {
            let json = value.to_string();
            image!($ty = value, &json);
            serde!($ty = value, &json);
        }
        serde!(Option<$ty> = Some($ty::MAX), &$ty::MAX.to_string());
        serde!([$ty; 2] = [1, $ty::MAX], &format!("[1,{}]", $ty::MAX));
    )* };
}

pub fn cases() {
    integers!(u8 u16 u32 u64 u128 i8 i16 i32 i64 i128);

    layout!(usize;);
    image!(usize = 5, "5");
    ssmarshal!(usize = 5, "5");
    ssmarshal!(isize = -5, "-5");
    ssmarshal!([usize; 2] = [1, 2], "[1,2]");

    serde!(f32 = 1.5, "1.5");
    serde!(f32 = -0.0, "-0.0");
    serde!(f32 = f32::INFINITY, r#""Infinity""#);
    serde!(f64 = 0.1, "0.1");
    image!(f32 = 1.5, "1.5");
    image!(f64 = -2.25, "-2.25");
    layout!(f64;);

    serde!(bool = false, "false");
    serde!(bool = true, "true");
    image!(bool = true, "true");
    serde!(char = 'a', r#""a""#);
    serde!(char = 'é', r#""é""#);
    serde!(char = '€', r#""€""#);
    serde!(char = '😀', r#""😀""#);
    image!(char = 'é', r#""é""#);
    serde!(Option<char> = None, "null");
    layout!(char;);

    serde!(() = (), "null");
    serde!(Unit = Unit, "null");
    serde!(Empty = Empty {}, "{}");
    serde!(EmptyTuple = EmptyTuple(), "[]");
    serde!(Pair = Pair(1, 2), "[1,2]");
    serde!((u8,) = (7,), "[7]");
    serde!((u8, u16, bool) = (1, 2, true), "[1,2,true]");
    serde!(((u8, u8), (u16,)) = ((1, 2), (3,)), "[[1,2],[3]]");
    serde!(Named = Named { a: 1, b: Some(2), c: true }, r#"{"a":1,"b":2,"c":true}"#);
    serde!(Named = Named { a: 1, b: None, c: false }, r#"{"a":1,"b":null,"c":false}"#);
    serde!(units::Celsius = units::Celsius(21.5), "21.5");
    serde!(Instant = Instant(1 << 40), "1099511627776");
    serde!(time::Instant = Instant(3), "3");
    serde!(Word = 9, "9");

    serde!([u8; 0] = [], "[]");
    serde!([bool; 3] = [true, false, true], "[true,false,true]");
    serde!([[u16; 2]; 3] = [[1, 2], [3, 4], [5, 6]], "[[1,2],[3,4],[5,6]]");
    serde!([Option<u8>; 2] = [None, Some(5)], "[null,5]");
    serde!(Counted = Counted { slots: [1; SLOTS], more: [2, 3] }, r#"{"slots":[1,1,1,1,1,1,1,1,1],"more":[2,3]}"#);
    let (bytes, words) = (vec!["7"; 100].join(","), vec!["300"; 40].join(","));
    serde!(Big = Big { bytes: [7; 100], words: [300; 40] }, &format!(r#"{{"bytes":[{bytes}],"words":[{words}]}}"#));

    serde!(Option<u8> = None, "null");
    serde!(Option<Option<u8>> = None, "null");
    serde!(Option<Option<u8>> = Some(None), r#"{"Some":null}"#);
    serde!(Option<Option<u8>> = Some(Some(4)), r#"{"Some":4}"#);
    serde!(Option<()> = Some(()), r#"{"Some":null}"#);
    serde!(Option<bool> = Some(true), "true");
    serde!(Option<Mode> = Some(Mode::Fast), r#""Fast""#);
    serde!(Result<u8, u32> = Ok(1), r#"{"Ok":1}"#);
    serde!(Result<u8, u32> = Err(2), r#"{"Err":2}"#);
    serde!(Result<(), Mode> = Ok(()), r#"{"Ok":null}"#);
    serde!(Result<Option<u16>, Mode> = Ok(Some(3)), r#"{"Ok":3}"#);
    serde!(Result<Option<u16>, Mode> = Ok(None), r#"{"Ok":null}"#);
    serde!(Result<Option<u16>, Mode> = Err(Mode::Last), r#"{"Err":"Last"}"#);
    serde!(Option<Result<u8, Unit>> = Some(Err(Unit)), r#"{"Err":null}"#);

    serde!(Mode = Mode::Slow, r#""Slow""#);
    serde!(Mode = Mode::Next, r#""Next""#);
    serde!(Mode = Mode::Last, r#""Last""#);
    serde!(Single = Single::Only, r#""Only""#);
    serde!(Inner = Inner::Off, r#""Off""#);
    serde!(Inner = Inner::Level(7), r#"{"Level":7}"#);
    serde!(Inner = Inner::Both { mode: Mode::Next, speed: 8 }, r#"{"Both":{"mode":"Next","speed":8}}"#);
    serde!(Outer = Outer::Stop, r#""Stop""#);
    serde!(Outer = Outer::Run(Inner::Level(1)), r#"{"Run":{"Level":1}}"#);
    serde!(Outer = Outer::Two(Inner::Off, Some(Inner::Level(2))), r#"{"Two":["Off",{"Level":2}]}"#);
    serde!(Outer = Outer::Two(Inner::Off, None), r#"{"Two":["Off",null]}"#);
    serde!(
        Outer = Outer::Deep { inner: Err(Mode::Slow), list: [Inner::Off, Inner::Level(3)] },
        r#"{"Deep":{"inner":{"Err":"Slow"},"list":["Off",{"Level":3}]}}"#
    );
    serde!(Outer = Outer::Nothing(), r#"{"Nothing":[]}"#);
    serde!(Outer = Outer::Hollow {}, r#"{"Hollow":{}}"#);
    serde!(Outer = Outer::Unit(()), r#"{"Unit":null}"#);
    serde!(Generic<u16> = Generic { value: 1, twice: (2, 3) }, r#"{"value":1,"twice":[2,3]}"#);
    serde!(Generic<Inner> = Generic { value: Inner::Off, twice: (Inner::Off, Inner::Level(1)) }, r#"{"value":"Off","twice":["Off",{"Level":1}]}"#);
    serde!(Generic<Option<[u8; 2]>> = Generic { value: None, twice: (Some([1, 2]), None) }, r#"{"value":null,"twice":[[1,2],null]}"#);

    for (mode, json) in [(Mode::Slow, r#""Slow""#), (Mode::Fast, r#""Fast""#), (Mode::Next, r#""Next""#), (Mode::Last, r#""Last""#)] {
        image!(Mode = mode, json);
    }
    image!(Wide = Wide::B, r#""B""#);
    image!(Signed = Signed::Below, r#""Below""#);
    image!(Signed = Signed::Next, r#""Next""#);
    image!(Long = Long::Top, r#""Top""#);
    raw_image!(Plain = Plain::B, r#""B""#);
    raw_image!(LikeC = LikeC::B, r#""B""#);
    image!(Tight = Tight { a: 1, b: 2, c: [3, 4] }, r#"{"a":1,"b":2,"c":[3,4]}"#);
    image!([Tight; 2] = [Tight { a: 1, b: 2, c: [3, 4] }; 2], r#"[{"a":1,"b":2,"c":[3,4]},{"a":1,"b":2,"c":[3,4]}]"#);
    image!(Packed = Packed { a: 1, b: 2, c: Wide::A }, r#"{"a":1,"b":2,"c":"A"}"#);
    image!(Clear = Clear(7), "7");
    raw_image!(Rails = Rails::CORE | Rails::RADIO, r#""CORE | RADIO""#);
    raw_image!(Rails = Rails::ALL, "9");
    raw_image!(Rails = Rails::from_bits_retain(0x8000), "32768");
    image!(U16<BE> = U16::new(0x1234), "4660");
    image!(U32<LE> = U32::new(1), "1");
    image!(zerocopy::big_endian::U64 = U64::new(1), "1");
    image!(zerocopy::byteorder::little_endian::U16 = U16::new(2), "2");
    image!(
        Network = Network { a: U16::new(1), b: U32::new(2), c: U64::new(3), d: U128::new(4), e: zerocopy::I16::new(-5) },
        r#"{"a":1,"b":2,"c":3,"d":4,"e":-5}"#
    );
    image!(Tagged = Tagged::A(1, 2), r#"{"A":[1,2]}"#);
    image!(Tagged = Tagged::B { x: [3, 4] }, r#"{"B":{"x":[3,4]}}"#);
    raw_image!((u8, u8) = (1, 2), "[1,2]");
    raw_image!(PackedLoose = PackedLoose { a: 1, b: 2 }, r#"{"a":1,"b":2}"#);
    raw_image!(LooseBytes = LooseBytes { a: 1, b: [2, 3, 4, 5] }, r#"{"a":1,"b":[2,3,4,5]}"#);

    layout!(Pair; 0 1);
    layout!(Named; a b c);
    layout!(Mode;);
    layout!(Wide;);
    layout!(Signed;);
    layout!(Long;);
    layout!(Plain;);
    layout!(LikeC;);
    layout!(Single;);
    layout!(Inner;);
    layout!(Outer;);
    layout!(Sized<3>; bytes word);
    layout!(Sized<{ SLOTS }>; bytes word);
    layout!(Generic<u16>; value twice);
    layout!(Big; bytes words);
    layout!(Counted; slots more);
    layout!(Tight; a b c);
    layout!(Padded; a b c);
    layout!(Wider; a b);
    layout!(Packed; a b c);
    layout!(PackedTwo; a b c);
    layout!(PackedLoose; a b);
    layout!(Aligned; a);
    layout!(AroundAligned; a b c);
    layout!(Clear; 0);
    layout!(AroundPacked; a b c);
    layout!(Loose; a b c);
    layout!(LooseBytes; a b);
    layout!(Network; a b c d e);
    layout!(Either;);
    layout!(Tagged;);
    layout!(TaggedC;);
    layout!(TaggedCByte;);
    layout!(Rails;);
    layout!(Sure;);
    layout!(Option<u8>;);
    layout!(Option<bool>;);
    layout!(Option<Mode>;);
    layout!(Option<Option<bool>>;);
    layout!(Option<char>;);
    layout!(Result<(), Mode>;);
    layout!(Result<Option<u16>, Mode>;);
    layout!((u8, u32); 0 1);
    layout!((u32, u8, u16); 0 1 2);
    layout!([Padded; 3];);
    layout!([u8; SLOTS];);
    layout!(U64<BE>;);

    accepts!(bool, [0], [1], [2], [1, 9]);
    accepts!(u32, [1, 2, 3, 4], [1, 2, 3], [1, 2, 3, 4, 5]);
    accepts!(Option<u8>, [0], [0, 7], [1], [1, 7], [2, 7]);
    accepts!(Result<u8, u16>, [0, 1], [1, 1], [1, 1, 2], [2]);
    accepts!(Mode, [0], [3], [4], [42], []);
    accepts!(Outer, [1, 0], [1, 1, 5], [1, 1, 5, 6], [1, 3], [7], [6]);
    accepts!([u16; 2], [1, 2, 3], [1, 2, 3, 4]);
    accepts!((), [], [1]);
    accepts!(char, [0x61], [0xc3, 0xa9], [0xff], [0xc3]);
    accepts!(u128, [0; 16]);
}
