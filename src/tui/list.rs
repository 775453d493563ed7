//! A cursor in a list of rows of which a part is seen. Every pane has one.

/// Cursor and scroll position; both count rows from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    pub cursor: usize,
    pub top: usize,
}

impl List {
    /// Move the cursor within `len` rows.
    pub fn step(&mut self, by: isize, len: usize) {
        self.cursor = self.cursor.saturating_add_signed(by).min(len.saturating_sub(1));
    }

    /// Move what is seen, and the cursor only if it would be out of sight.
    pub fn scroll(&mut self, by: isize, len: usize, height: usize) {
        self.top = self.top.saturating_add_signed(by).min(len.saturating_sub(height));
        self.cursor = self.cursor.clamp(self.top, (self.top + height.max(1) - 1).max(self.top)).min(len.saturating_sub(1));
    }

    /// Scroll so that the cursor is in sight of `height` rows, with some rows around it if there is room.
    pub fn show(&mut self, len: usize, height: usize) {
        self.cursor = self.cursor.min(len.saturating_sub(1));
        let around = (height / 4).min(3);
        let lowest = self.cursor.saturating_sub(around);
        let highest = (self.cursor + around + 1).saturating_sub(height);
        self.top = self.top.clamp(highest.min(lowest), lowest).min(len.saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_sight() {
        let mut list = List::default();
        list.step(50, 100);
        list.show(100, 10);
        assert_eq!(list, List { cursor: 50, top: 43 });
        list.step(-1, 100);
        list.show(100, 10);
        assert_eq!(list.top, 43);
        list.step(1000, 100);
        list.show(100, 10);
        assert_eq!(list, List { cursor: 99, top: 90 });
        list.scroll(-20, 100, 10);
        assert_eq!(list, List { cursor: 79, top: 70 });
        list.show(3, 10);
        assert_eq!(list, List { cursor: 2, top: 0 });
        list.show(0, 0);
        assert_eq!(list, List { cursor: 0, top: 0 });
    }
}
