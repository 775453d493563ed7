//! The panes, one per file. Each draws itself into the area below its title; what it shows comes from the [`super::app::App`].
//!
//! To add a pane: a variant of [`Pane`], its place in `layout`, a file here with a `draw`, an arm below and in `press::rows_of`.

pub mod breakpoints;
pub mod code;
pub mod inline;
pub mod output;
pub mod source;
pub mod stack;
pub mod timeline;
pub mod variables;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::app::App;
use super::layout::Pane;

/// Draw a pane; gives the place of the terminal's cursor if it is in there.
pub fn draw(app: &mut App, pane: Pane, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    match pane {
        Pane::Source => source::draw(app, area, buffer),
        Pane::Variables => variables::draw(app, area, buffer),
        Pane::Stack => stack::draw(app, area, buffer),
        Pane::Breakpoints => breakpoints::draw(app, area, buffer),
        Pane::Code => code::draw(app, area, buffer),
        Pane::Output => return output::draw(app, area, buffer),
        Pane::Timeline => timeline::draw(app, area, buffer),
    }
    None
}

/// Colour a whole row.
fn tint(buffer: &mut Buffer, area: Rect, row: usize, style: Style) {
    let row = u16::try_from(row).unwrap_or(u16::MAX);
    if row < area.height {
        buffer.set_style(Rect { y: area.y + row, height: 1, ..area }, style);
    }
}

/// The rows of a list that are seen: their place on the screen, and their index.
fn seen(top: usize, len: usize, area: Rect) -> impl Iterator<Item = (u16, usize)> {
    (0..area.height).zip(top..len)
}
