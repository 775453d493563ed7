//! SHA-512 (FIPS 180-4), for seeds that are texts. Its constants are computed as the standard defines them: the first 64
//! bits of the fractional parts of roots of the first primes.

use num_bigint::BigUint;
use num_traits::ToPrimitive;
use std::sync::LazyLock;

/// The start of the state (square roots) and the constants of the rounds (cube roots).
static CONSTANTS: LazyLock<([u64; 8], [u64; 80])> = LazyLock::new(|| {
    let primes = (2u64..).filter(|n| (2..*n).take_while(|d| d * d <= *n).all(|d| n % d != 0));
    let fraction = |root: BigUint| (root & BigUint::from(u64::MAX)).to_u64().unwrap_or(0);
    let (mut start, mut rounds) = ([0; 8], [0; 80]);
    for (i, p) in primes.take(80).enumerate() {
        rounds[i] = fraction((BigUint::from(p) << 192u32).cbrt());
        if i < 8 {
            start[i] = fraction((BigUint::from(p) << 128u32).sqrt());
        }
    }
    (start, rounds)
});

pub fn digest(message: &[u8]) -> [u8; 64] {
    let (start, rounds) = &*CONSTANTS;
    let mut state = *start;
    let mut padded = message.to_vec();
    padded.push(0x80);
    while padded.len() % 128 != 112 {
        padded.push(0);
    }
    padded.extend((message.len() as u128 * 8).to_be_bytes());
    for block in padded.chunks_exact(128) {
        let mut w = [0u64; 80];
        for (at, bytes) in w.iter_mut().zip(block.chunks_exact(8)) {
            *at = bytes.iter().fold(0, |n, &b| n << 8 | u64::from(b));
        }
        for t in 16..80 {
            let s0 = w[t - 15].rotate_right(1) ^ w[t - 15].rotate_right(8) ^ (w[t - 15] >> 7);
            let s1 = w[t - 2].rotate_right(19) ^ w[t - 2].rotate_right(61) ^ (w[t - 2] >> 6);
            w[t] = w[t - 16].wrapping_add(s0).wrapping_add(w[t - 7]).wrapping_add(s1);
        }
        let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = state;
        for t in 0..80 {
            let s1 = e.rotate_right(14) ^ e.rotate_right(18) ^ e.rotate_right(41);
            let choice = (e & f) ^ (!e & g);
            let t1 = h.wrapping_add(s1).wrapping_add(choice).wrapping_add(rounds[t]).wrapping_add(w[t]);
            let s0 = a.rotate_right(28) ^ a.rotate_right(34) ^ a.rotate_right(39);
            let majority = (a & b) ^ (a & c) ^ (b & c);
            let t2 = s0.wrapping_add(majority);
            (h, g, f, e, d, c, b, a) = (g, f, e, d.wrapping_add(t1), c, b, a, t1.wrapping_add(t2));
        }
        for (s, v) in state.iter_mut().zip([a, b, c, d, e, f, g, h]) {
            *s = s.wrapping_add(v);
        }
    }
    let mut out = [0; 64];
    for (bytes, s) in out.chunks_exact_mut(8).zip(state) {
        bytes.copy_from_slice(&s.to_be_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_standard_s_example() {
        let d = super::digest(b"abc");
        assert_eq!(d[..8], [0xdd, 0xaf, 0x35, 0xa1, 0x93, 0x61, 0x7a, 0xba]);
        assert_eq!(d[60..], [0xa5, 0x4c, 0xa4, 0x9f]);
    }
}
