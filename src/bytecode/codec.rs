//! Values to bytes and back, in the compact form of bincode: compiled code, at build time too (`build.rs`), and the sections of
//! a checkpoint.
//!
//! The bytes may come from a file that anybody has made. Decoding allocates in proportion to the bytes it was given: bincode
//! counts what it reads against a limit before it allocates, and collections grow as their items arrive.

use bincode::config::{Configuration, Limit, standard};
use bincode::error::DecodeError;
use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::{Deserialize, Serializer};
use std::fmt;
use std::io::Write;
use std::ops::Deref;
use std::sync::OnceLock;

pub fn encode(value: &impl Serialize) -> Result<Vec<u8>, String> {
    bincode::serde::encode_to_vec(value, standard()).map_err(|e| e.to_string())
}

/// As [`encode`], without a buffer in between.
pub fn encode_into(value: &impl Serialize, to: &mut impl Write) -> Result<(), String> {
    bincode::serde::encode_into_std_write(value, to, standard()).map(|_| ()).map_err(|e| e.to_string())
}

/// A value that takes up all of `bytes`.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    // bincode counts a number at its full width, which is up to eight times what it takes in the file. Its limit is a
    // constant of the type, so there are a few to choose from.
    const MB: usize = 1 << 20;
    match bytes.len() {
        n if n <= MB => limited::<T, { 16 * MB }>(bytes),
        n if n <= 64 * MB => limited::<T, { 1024 * MB }>(bytes),
        n if n <= 1024 * MB => limited::<T, { 16 * 1024 * MB }>(bytes),
        _ => limited::<T, { 1024 * 1024 * MB }>(bytes),
    }
}

fn limited<T: DeserializeOwned, const LIMIT: usize>(bytes: &[u8]) -> Result<T, String> {
    let config: Configuration<_, _, Limit<LIMIT>> = standard().with_limit::<LIMIT>();
    match bincode::serde::decode_from_slice(bytes, config) {
        Ok((value, read)) if read == bytes.len() => Ok(value),
        Ok(_) => Err("something is left over".to_owned()),
        Err(DecodeError::OtherString(text)) => Err(text),
        Err(DecodeError::UnexpectedEnd { .. } | DecodeError::LimitExceeded) => Err("it ends too early".to_owned()),
        Err(_) => Err("it makes no sense".to_owned()),
    }
}

/// A part of a value that is seldom looked at: it is read as bytes, and decoded when somebody does look. Bytes that make no
/// sense are an empty part.
pub struct Packed<T> {
    bytes: Box<[u8]>,
    value: OnceLock<T>,
}

impl<T> From<T> for Packed<T> {
    fn from(value: T) -> Packed<T> {
        Packed { bytes: Box::default(), value: OnceLock::from(value) }
    }
}

impl<T: DeserializeOwned + Default> Deref for Packed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.value.get_or_init(|| decode(&self.bytes).unwrap_or_default())
    }
}

impl<T: Clone> Clone for Packed<T> {
    fn clone(&self) -> Packed<T> {
        Packed { bytes: self.bytes.clone(), value: self.value.clone() }
    }
}

impl<T: DeserializeOwned + Default + PartialEq> PartialEq for Packed<T> {
    fn eq(&self, other: &Packed<T>) -> bool {
        **self == **other
    }
}

impl<T: DeserializeOwned + Default + fmt::Debug> fmt::Debug for Packed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Serialize> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.value.get() {
            Some(value) => s.serialize_bytes(&encode(value).map_err(serde::ser::Error::custom)?),
            None => s.serialize_bytes(&self.bytes),
        }
    }
}

impl<'de, T> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Packed<T>, D::Error> {
        struct Bytes;
        impl<'de> Visitor<'de> for Bytes {
            type Value = Box<[u8]>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Box<[u8]>, E> {
                Ok(bytes.into())
            }
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Box<[u8]>, E> {
                Ok(bytes.into())
            }
        }
        Ok(Packed { bytes: d.deserialize_byte_buf(Bytes)?, value: OnceLock::new() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_value_is_the_value_on_both_sides() {
        let made: Packed<Vec<String>> = vec!["a".to_owned(), "bc".to_owned()].into();
        let bytes = encode(&made).unwrap();
        let read: Packed<Vec<String>> = decode(&bytes).unwrap();
        assert!(read.value.get().is_none(), "it is decoded when it is looked at");
        assert_eq!(encode(&read).unwrap(), bytes, "not looked at, it is written as it was read");
        assert_eq!(*read, ["a", "bc"]);
        assert_eq!(read, made);
        assert_eq!(encode(&read).unwrap(), bytes);
    }

    #[test]
    fn bytes_that_make_no_sense_are_refused() {
        assert!(decode::<Vec<String>>(&[5, 1]).is_err());
        assert!(decode::<u8>(&[1, 2]).is_err(), "something is left over");
        // A length that no memory could hold.
        assert!(decode::<Vec<u64>>(&[253, 255, 255, 255, 255, 255, 255, 255, 255]).is_err());
        let broken: Packed<Vec<String>> = decode(&[1, 9]).unwrap();
        assert!(broken.is_empty());
    }
}
