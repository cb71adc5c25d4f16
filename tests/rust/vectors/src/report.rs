//! The lines of the program's output.

use std::fmt::Write;

/// Size and alignment of a type, and where its fields lie.
#[macro_export]
macro_rules! layout {
    ($ty:ty; $($field:tt)*) => {
        $crate::report::layout::<$ty>(
            stringify!($ty),
            &[$((stringify!($field), core::mem::offset_of!($ty, $field))),*],
        )
    };
}

/// The bytes of a value in memory, as zerocopy sends them.
#[macro_export]
macro_rules! image {
    ($ty:ty = $value:expr, $json:expr) => {{
        let value: $ty = $value;
        $crate::report::image(stringify!($ty), $json, zerocopy::IntoBytes::as_bytes(&value));
    }};
}

/// The bytes of a value of a type that zerocopy refuses although no byte of it is padding: its `repr` promises nothing.
#[macro_export]
macro_rules! raw_image {
    ($ty:ty = $value:expr, $json:expr) => {{
        let value: $ty = $value;
        // SAFETY: the value lives on, and every one of its bytes is initialised (whoever writes the case has seen to it).
        let bytes = unsafe {
            core::slice::from_raw_parts(&raw const value as *const u8, core::mem::size_of::<$ty>())
        };
        $crate::report::image(stringify!($ty), $json, bytes);
    }};
}

/// The bytes of a value in both serde encodings.
#[macro_export]
macro_rules! serde {
    ($ty:ty = $value:expr, $json:expr) => {{
        let value: $ty = $value;
        $crate::report::serde(stringify!($ty), $json, &value);
    }};
}

/// The bytes of a value in ssmarshal, of a type that hubpack gives no `MAX_SIZE`.
#[macro_export]
macro_rules! ssmarshal {
    ($ty:ty = $value:expr, $json:expr) => {{
        let value: $ty = $value;
        $crate::report::ssmarshal(stringify!($ty), $json, &value);
    }};
}

/// What the decoders make of bytes.
#[macro_export]
macro_rules! accepts {
    ($ty:ty, $($bytes:expr),*) => {
        $($crate::report::accepts::<$ty>(stringify!($ty), &$bytes);)*
    };
}

pub fn layout<T>(name: &str, offsets: &[(&str, usize)]) {
    let offsets: Vec<String> =
        offsets.iter().map(|(field, offset)| format!("\"{field}\":{offset}")).collect();
    let (size, align) = (core::mem::size_of::<T>(), core::mem::align_of::<T>());
    println!(
        r#"{{"kind":"layout","type":"{name}","size":{size},"align":{align},"offsets":{{{}}}}}"#,
        offsets.join(",")
    );
}

pub fn image(name: &str, json: &str, bytes: &[u8]) {
    println!(r#"{{"kind":"image","type":"{name}","json":{json},"bytes":"{}"}}"#, hex(bytes));
}

pub fn serde<T: serde::Serialize + hubpack::SerializedSize>(name: &str, json: &str, value: &T) {
    let mut buffer = [0; 1 << 14];
    let hubpack = hubpack::serialize(&mut buffer, value).map(|length| hex(&buffer[..length]));
    println!(
        r#"{{"kind":"hubpack","type":"{name}","json":{json},"maxSize":{},"bytes":{}}}"#,
        T::MAX_SIZE,
        or_null(hubpack.ok())
    );
    ssmarshal(name, json, value);
}

pub fn ssmarshal<T: serde::Serialize>(name: &str, json: &str, value: &T) {
    let mut buffer = [0; 1 << 14];
    let bytes = ssmarshal::serialize(&mut buffer, value).map(|length| hex(&buffer[..length]));
    println!(
        r#"{{"kind":"ssmarshal","type":"{name}","json":{json},"size":{},"bytes":{}}}"#,
        core::mem::size_of::<T>(),
        or_null(bytes.ok())
    );
}

pub fn accepts<T: serde::de::DeserializeOwned>(name: &str, bytes: &[u8]) {
    let hubpack = hubpack::deserialize::<T>(bytes).map(|(_, rest)| bytes.len() - rest.len());
    let ssmarshal = ssmarshal::deserialize::<T>(bytes).map(|(_, length)| length);
    for (encoding, length) in [("Hubpack", hubpack.ok()), ("Ssmarshal", ssmarshal.ok())] {
        let length = length.map_or("null".to_string(), |length| length.to_string());
        println!(
            r#"{{"kind":"accepts","type":"{name}","encoding":"{encoding}","bytes":"{}","length":{length}}}"#,
            hex(bytes)
        );
    }
}

fn or_null(hex: Option<String>) -> String {
    hex.map_or("null".to_string(), |hex| format!("\"{hex}\""))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
