//! Values to bytes and back: bincode, with lengths bounded by what is there.
//!
//! The bytes come from a file that anybody may have made. Decoding allocates in proportion to the bytes it was given: bincode
//! counts what it reads against a limit before it allocates, and collections grow as their items arrive.

use bincode::config::{Configuration, Limit, standard};
use bincode::error::DecodeError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Write;

/// Write a value.
pub fn encode(value: &impl Serialize, to: &mut impl Write) -> Result<(), String> {
    bincode::serde::encode_into_std_write(value, to, standard()).map(|_| ()).map_err(|e| e.to_string())
}

/// Read a value that takes up all of `bytes`.
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
