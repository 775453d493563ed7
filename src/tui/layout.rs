//! Where the panes are: a function of the size of the screen and of what is wanted on it. Drawing and the mouse both read the result.

use ratatui::layout::{Position, Rect};

/// The smallest screen that shows a debugger.
pub const SMALLEST: (u16, u16) = (30, 6);

/// A part of the screen that can have the focus; in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pane {
    Source,
    Variables,
    Stack,
    Breakpoints,
    Code,
    Output,
    Timeline,
}

impl Pane {
    pub const ALL: [Pane; 7] =
        [Pane::Source, Pane::Variables, Pane::Stack, Pane::Breakpoints, Pane::Code, Pane::Output, Pane::Timeline];

    /// The key that goes there.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    pub fn title(self) -> &'static str {
        match self {
            Pane::Source => "source",
            Pane::Variables => "variables",
            Pane::Stack => "stack",
            Pane::Breakpoints => "breakpoints",
            Pane::Code => "code",
            Pane::Output => "output",
            Pane::Timeline => "timeline",
        }
    }

    /// The title where several share a row.
    pub fn tab(self) -> &'static str {
        match self {
            Pane::Breakpoints => "breaks",
            other => other.title(),
        }
    }

    /// Whether it stands in the column at the right, where small screens show one at a time.
    pub fn is_side(self) -> bool {
        matches!(self, Pane::Variables | Pane::Stack | Pane::Breakpoints)
    }
}

/// What is wanted on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub focus: Pane,
    /// Which of the side panes is shown if only one can be.
    pub tab: Pane,
    pub zoom: bool,
    pub code: bool,
    /// The program waits for a line: the output must be seen.
    pub input: bool,
}

/// Where everything is. A pane's area begins with its title row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Areas {
    pub screen: Rect,
    panes: [Option<Rect>; 7],
    /// The side panes share one place, and titles become tabs.
    pub tabs: bool,
    pub status: Option<Rect>,
    pub footer: Rect,
    /// Columns between panes.
    pub rules: Vec<Rect>,
}

impl Areas {
    pub fn pane(&self, pane: Pane) -> Option<Rect> {
        self.panes[pane as usize]
    }

    /// A pane without its title.
    pub fn inside(&self, pane: Pane) -> Option<Rect> {
        let area = self.pane(pane)?;
        if pane == Pane::Timeline {
            return Some(area);
        }
        Some(Rect { y: area.y + 1, height: area.height - 1, ..area })
    }

    /// The pane at a place of the screen.
    pub fn at(&self, x: u16, y: u16) -> Option<Pane> {
        Pane::ALL.into_iter().find(|pane| self.pane(*pane).is_some_and(|area| area.contains(Position { x, y })))
    }

    /// The tabs in a pane's title row: where each begins, and how wide it is.
    pub fn tab_places(&self, pane: Pane) -> Vec<(Pane, u16, u16)> {
        let Some(area) = self.pane(pane).filter(|_| self.tabs && pane.is_side()) else { return Vec::new() };
        let mut x = area.x + 1;
        let place = |tab: Pane| {
            // The number, a blank, the name.
            let wide = 2 + u16::try_from(tab.tab().len()).unwrap_or(0);
            let at = x;
            x += wide + 1;
            (tab, at, wide)
        };
        Pane::ALL.into_iter().filter(|pane| pane.is_side()).map(place).collect()
    }

    /// The tab at a place of a pane's title row.
    pub fn tab_at(&self, pane: Pane, x: u16, y: u16) -> Option<Pane> {
        self.pane(pane).filter(|area| area.y == y)?;
        self.tab_places(pane).into_iter().find(|(_, at, wide)| (*at..at + wide).contains(&x)).map(|(tab, ..)| tab)
    }

    fn put(&mut self, pane: Pane, area: Rect) {
        // A pane needs its title and one row.
        if area.width > 0 && (area.height >= 2 || pane == Pane::Timeline && area.height >= 1) {
            self.panes[pane as usize] = Some(area);
        }
    }
}

/// Share out a screen; `None` if it is too small.
pub fn arrange(screen: Rect, wanted: Wanted) -> Option<Areas> {
    let (width, height) = (screen.width, screen.height);
    if width < SMALLEST.0 || height < SMALLEST.1 {
        return None;
    }
    let mut areas = Areas { screen, footer: row(screen, height - 1), ..Areas::default() };
    let mut bottom = height - 1;
    if height >= 10 {
        bottom -= 1;
        areas.status = Some(row(screen, bottom));
    }
    if height >= 8 {
        let rows = if height >= 34 { 2 } else { 1 };
        bottom -= rows;
        areas.put(Pane::Timeline, Rect { y: screen.y + bottom, height: rows, ..screen });
    }
    let body = Rect { height: bottom, ..screen };
    if wanted.zoom && wanted.focus != Pane::Timeline {
        areas.tabs = wanted.focus.is_side();
        areas.put(wanted.focus, body);
        return Some(areas);
    }
    let upper = output(&mut areas, body, wanted);
    if upper.height > 0 {
        columns(&mut areas, upper, wanted);
    }
    Some(areas)
}

/// The output at the bottom of the body; gives what is left above it.
fn output(areas: &mut Areas, body: Rect, wanted: Wanted) -> Rect {
    let needed = wanted.focus == Pane::Output || wanted.input;
    let rows = match body.height {
        12.. => (body.height / 4).clamp(4, 12),
        8.. if needed => 4,
        _ if needed => body.height,
        _ => 0,
    };
    areas.put(Pane::Output, Rect { y: body.y + body.height - rows, height: rows, ..body });
    Rect { height: body.height - rows, ..body }
}

fn columns(areas: &mut Areas, upper: Rect, wanted: Wanted) {
    if upper.width < 60 {
        if wanted.focus.is_side() {
            areas.tabs = true;
            areas.put(wanted.focus, upper);
        } else {
            main(areas, upper, wanted);
        }
        return;
    }
    let side = (upper.width * 38 / 100).clamp(24, 60);
    let left = upper.width - side - 1;
    areas.rules.push(Rect { x: upper.x + left, width: 1, ..upper });
    main(areas, Rect { width: left, ..upper }, wanted);
    let side = Rect { x: upper.x + left + 1, width: side, ..upper };
    if side.height < 18 {
        areas.tabs = true;
        areas.put(wanted.tab, side);
        return;
    }
    let (variables, stack) = (side.height / 2, (side.height / 4).max(4));
    areas.put(Pane::Variables, Rect { height: variables, ..side });
    areas.put(Pane::Stack, Rect { y: side.y + variables, height: stack, ..side });
    areas.put(Pane::Breakpoints, Rect { y: side.y + variables + stack, height: side.height - variables - stack, ..side });
}

/// Source, with the goto form or the bytecode beside or below it.
fn main(areas: &mut Areas, area: Rect, wanted: Wanted) {
    if !wanted.code {
        areas.put(Pane::Source, area);
    } else if area.width >= 110 {
        let left = area.width / 2;
        areas.put(Pane::Source, Rect { width: left, ..area });
        areas.rules.push(Rect { x: area.x + left, width: 1, ..area });
        areas.put(Pane::Code, Rect { x: area.x + left + 1, width: area.width - left - 1, ..area });
    } else if area.height >= 9 {
        let top = area.height - area.height * 9 / 20;
        areas.put(Pane::Source, Rect { height: top, ..area });
        areas.put(Pane::Code, Rect { y: area.y + top, height: area.height - top, ..area });
    } else {
        areas.put(if wanted.focus == Pane::Code { Pane::Code } else { Pane::Source }, area);
    }
}

fn row(screen: Rect, row: u16) -> Rect {
    Rect { y: screen.y + row, height: 1, ..screen }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_share_the_screen_without_overlap_at_every_size() {
        for (width, height) in (1..=180u16).flat_map(|width| (1..=60u16).map(move |height| (width, height))) {
            for focus in Pane::ALL {
                for (zoom, code, input) in
                    [(false, false, false), (true, false, false), (false, true, false), (false, true, true)]
                {
                    let tab = if focus.is_side() { focus } else { Pane::Variables };
                    let screen = Rect::new(0, 0, width, height);
                    let Some(areas) = arrange(screen, Wanted { focus, tab, zoom, code, input }) else {
                        assert!(width < SMALLEST.0 || height < SMALLEST.1);
                        continue;
                    };
                    let mut all: Vec<Rect> = Pane::ALL.iter().filter_map(|pane| areas.pane(*pane)).collect();
                    all.extend(areas.status);
                    all.extend(&areas.rules);
                    all.push(areas.footer);
                    let cells: u32 = all.iter().map(|area| area.area()).sum();
                    assert_eq!(
                        cells,
                        screen.area(),
                        "{width}x{height} {focus:?} zoom {zoom} code {code} input {input}: {areas:?}"
                    );
                    for (index, area) in all.iter().enumerate() {
                        assert_eq!(area.intersection(screen), *area);
                        assert!(all[index + 1..].iter().all(|other| !area.intersects(*other)));
                    }
                    if height >= 8 || focus != Pane::Timeline {
                        let source_instead = focus == Pane::Code && !code && !zoom;
                        // Where there is room for one pane only, it is the one that is typed in.
                        let output_instead = input && height <= 10 && areas.pane(Pane::Output).is_some();
                        let shown = areas.pane(focus).is_some() || source_instead || output_instead;
                        assert!(shown, "{width}x{height}: no {focus:?}");
                    }
                }
            }
        }
    }
}
