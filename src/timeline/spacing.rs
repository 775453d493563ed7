//! When an epoch ends, and which old epochs are merged. Both only decide how fast a moment is reached, never which state
//! is found there.

use crate::vm::{Epoch, Time};

/// Fewest instructions of an epoch that is recorded live: about a twentieth of a second's work, which is what going back
/// by one step costs at most. A collection ends an epoch too, and as a rule earlier in a program that allocates much: then
/// no object dies in another epoch than the one it was made in, unless it survived a collection, and the garbage need not be kept.
const SHORTEST: u64 = 4_000_000;
/// Instructions that pay for a copied byte: copying a byte takes well under a nanosecond, an instruction a few; so this
/// keeps copying at about a twentieth of the work.
const PER_BYTE: u64 = 2;
/// Epochs kept at most, whatever they weigh.
const MOST: usize = 512;

/// A program that allocates more than once in so many instructions has its epochs ended by collections, unless they take
/// longer than [`LONGEST`].
const PER_ALLOCATION: u64 = 100;
const LONGEST: u64 = 10 * SHORTEST;

/// Should the epoch end here? It is `length` instructions long, its log copied `cost` bytes, and `allocated` objects were
/// made since the last collection. When replaying towards a moment, that is `distance` away.
pub fn epoch_is_over(length: u64, cost: usize, allocated: u64, distance: Option<u64>) -> bool {
    match distance {
        // Close to the goal dense epochs are wanted whatever they cost: a person will step around here.
        Some(distance) => length >= (distance / 4).max(4096) && length >= cost as u64 / 8,
        None => {
            let shortest = if allocated * PER_ALLOCATION > length { LONGEST } else { SHORTEST };
            length >= shortest && length >= cost as u64 * PER_BYTE
        }
    }
}

/// Merge the epochs behind the first `fixed` ones until they fit `budget` bytes and their number is bounded.
pub fn thin(epochs: &mut Vec<Epoch>, fixed: usize, now: Time, budget: usize) {
    let mut weight: usize = epochs[fixed..].iter().map(Epoch::weight).sum();
    while epochs.len() - fixed >= 2 && (epochs.len() - fixed > MOST || weight > budget) {
        let at = fixed + cheapest_pair(&epochs[fixed..], now);
        let later = epochs.remove(at + 1);
        let earlier = std::mem::replace(&mut epochs[at], empty_like(&later));
        let before = earlier.weight() + later.weight();
        let merged = later.after(earlier);
        weight = (weight + merged.weight()).saturating_sub(before);
        epochs[at] = merged;
    }
}

/// The neighbours whose merging is felt least: the stretch they cover together is short, measured by its age.
fn cheapest_pair(epochs: &[Epoch], now: Time) -> usize {
    let end = |i: usize| epochs.get(i).map_or(now, |e| e.start);
    let felt = |i: usize| {
        let (stretch, age) = (end(i + 2).saturating_sub(epochs[i].start), now.saturating_sub(epochs[i].start));
        stretch as f64 / (age as f64 + 1.0)
    };
    (0..epochs.len() - 1).min_by(|&a, &b| felt(a).total_cmp(&felt(b))).unwrap_or(0)
}

/// A placeholder while two epochs are taken out to be merged.
fn empty_like(epoch: &Epoch) -> Epoch {
    Epoch { start: epoch.start, heap: Default::default(), stack: Default::default(), registers: epoch.registers.clone() }
}
