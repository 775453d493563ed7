//! MT19937, by Matsumoto and Nishimura, over a byte string that holds its words and the index of the next one.

/// Words of state.
pub const WORDS: usize = 624;
/// Their bytes, and four for the index.
pub const STATE_BYTES: usize = (WORDS + 1) * 4;

const SHIFT: usize = 397;
const TWIST: u32 = 0x9908_b0df;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7fff_ffff;

/// A generator in place.
pub struct Twister<'a> {
    bytes: &'a mut [u8],
}

impl<'a> Twister<'a> {
    pub fn of(bytes: &'a mut [u8]) -> Option<Twister<'a>> {
        if bytes.len() == STATE_BYTES { Some(Twister { bytes }) } else { None }
    }
    fn get(&self, i: usize) -> u32 {
        let b = &self.bytes[i * 4..i * 4 + 4];
        u32::from_le_bytes([b[0], b[1], b[2], b[3]])
    }
    fn set(&mut self, i: usize, w: u32) {
        self.bytes[i * 4..i * 4 + 4].copy_from_slice(&w.to_le_bytes());
    }
    pub fn words(&mut self) -> Vec<u32> {
        (0..=WORDS).map(|i| self.get(i)).collect()
    }
    pub fn set_words(&mut self, words: &[u32]) {
        for (i, &w) in words.iter().enumerate().take(WORDS + 1) {
            self.set(i, w);
        }
    }
    fn init(&mut self, seed: u32) {
        let mut w = seed;
        self.set(0, w);
        for i in 1..WORDS {
            w = 1_812_433_253u32.wrapping_mul(w ^ (w >> 30)).wrapping_add(i as u32);
            self.set(i, w);
        }
        self.set(WORDS, WORDS as u32);
    }
    /// Seed by a key of any length but 0.
    pub fn seed(&mut self, key: &[u32]) {
        self.init(19_650_218);
        let mut words = self.words();
        let (mut i, mut j) = (1, 0);
        for _ in 0..WORDS.max(key.len()) {
            let before = words[i - 1];
            words[i] = (words[i] ^ (before ^ (before >> 30)).wrapping_mul(1_664_525)).wrapping_add(key[j]).wrapping_add(j as u32);
            i += 1;
            j = (j + 1) % key.len();
            if i == WORDS {
                words[0] = words[WORDS - 1];
                i = 1;
            }
        }
        for _ in 0..WORDS - 1 {
            let before = words[i - 1];
            words[i] = (words[i] ^ (before ^ (before >> 30)).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i == WORDS {
                words[0] = words[WORDS - 1];
                i = 1;
            }
        }
        words[0] = UPPER;
        self.set_words(&words);
    }
    fn refill(&mut self) {
        for i in 0..WORDS {
            let y = (self.get(i) & UPPER) | (self.get((i + 1) % WORDS) & LOWER);
            let twist = if y & 1 == 1 { TWIST } else { 0 };
            self.set(i, self.get((i + SHIFT) % WORDS) ^ (y >> 1) ^ twist);
        }
    }
    /// 32 bits.
    pub fn word(&mut self) -> u32 {
        let mut at = self.get(WORDS) as usize;
        if at >= WORDS {
            self.refill();
            at = 0;
        }
        self.set(WORDS, at as u32 + 1);
        let mut y = self.get(at);
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }
    /// A multiple of 2**-53 in [0, 1).
    pub fn float(&mut self) -> f64 {
        let a = f64::from(self.word() >> 5);
        let b = f64::from(self.word() >> 6);
        (a * 67_108_864.0 + b) * (1.0 / 9_007_199_254_740_992.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_of_the_published_test() {
        let mut bytes = vec![0; STATE_BYTES];
        let mut t = Twister::of(&mut bytes).expect("the right size");
        t.seed(&[0x123, 0x234, 0x345, 0x456]);
        assert_eq!([t.word(), t.word(), t.word()], [1067595299, 955945823, 477289528]);
    }
}
