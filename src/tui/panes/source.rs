//! The source: line numbers with breakpoint signs, where the program stands, highlighting, and values beside the lines.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{inline, seen, tint};
use crate::session::api::{BreakpointView, Reason};
use crate::tui::app::App;
use crate::tui::layout::Pane;
use crate::tui::press;
use crate::tui::text::Pen;
use crate::tui::worker::Snapshot;

/// Columns before the text: a sign, the line's number, a marker, a blank.
pub fn gutter(lines: usize) -> usize {
    digits(lines) + 3
}

fn digits(lines: usize) -> usize {
    lines.max(10).ilog10() as usize + 1
}

/// Where the program stands, as far as it is in this file.
struct Here {
    /// The line of the selected frame.
    selected: Option<u32>,
    /// The selected frame is not the innermost one.
    is_caller: bool,
    raised: bool,
}

fn here(view: &Snapshot) -> Here {
    Here {
        selected: view.frames.get(view.selected).map(|frame| frame.line),
        is_caller: view.selected > 0,
        raised: view.position.reason == Reason::Exception,
    }
}

/// The sign of a breakpoint.
pub fn sign(breakpoint: &BreakpointView) -> &'static str {
    match (breakpoint.enabled, &breakpoint.condition) {
        (false, _) => "○",
        (true, None) => "●",
        (true, Some(_)) => "◆",
    }
}

pub fn draw(app: &mut App, area: Rect, buffer: &mut Buffer) {
    let focused = app.focus == Pane::Source;
    let column = app.column;
    let (Some(view), Some(source)) = (&app.view, &mut app.source) else { return };
    let list = &mut app.lists[Pane::Source as usize];
    list.show(source.len(), usize::from(area.height));
    let (cursor, top) = (list.cursor, list.top);
    let ui = &app.theme.ui;
    let here = here(view);
    let digits = digits(source.len());
    for (row, index) in seen(top, source.len(), area) {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let stands = here.selected == Some(number);
        let (marker, line_style) = match (stands, here.is_caller, here.raised) {
            (false, ..) => (" ", Style::default()),
            (true, true, _) => ("▷", ui.frame_line),
            (true, false, true) => ("✖", ui.exception_line),
            (true, false, false) => ("▶", ui.current_line),
        };
        let at_cursor = index == cursor;
        let mut pen = Pen::new(buffer, area, row);
        match view.breakpoints.iter().find(|b| b.line == number && b.file == view.source.file) {
            Some(b) => pen.put(sign(b), if b.enabled { ui.breakpoint } else { ui.breakpoint_off }),
            None => pen.put(" ", Style::default()),
        };
        let number_style = match (at_cursor, view.enterable.contains(&number)) {
            (true, _) => ui.line_number_cursor,
            (_, true) => ui.line_number_enterable,
            _ => ui.line_number,
        };
        pen.put(&format!("{number:digits$}"), number_style).put(marker, ui.marker).put(" ", Style::default());
        let text = source.line(index).to_string();
        let found = press::matches(&text, &app.search);
        let mut text_pen = pen.scrolled(column);
        let mut end = 0;
        for (range, style) in source.pieces(index, &app.theme).clone() {
            put_marked(&mut text_pen, &text, range.clone(), style, &found, ui.matched);
            end = range.end;
        }
        put_marked(&mut text_pen, &text, end..text.len(), Style::default(), &found, ui.matched);
        if column == 0 {
            let values = inline::values(view, app.before.as_ref(), &app.changes, number, &text);
            let mut room = text_pen.room().saturating_sub(2);
            for (nth, value) in values.iter().enumerate() {
                let wide = crate::tui::text::width(&value.text) + if nth == 0 { 0 } else { 2 };
                if wide > room {
                    break;
                }
                room -= wide;
                text_pen.put("  ", Style::default()).put(&value.text, if value.changed { ui.changed } else { ui.ghost });
            }
        }
        if stands {
            tint(buffer, area, usize::from(row), line_style);
        }
        if at_cursor && focused && !stands {
            tint(buffer, area, usize::from(row), ui.cursor_line);
        }
    }
}

/// Put a piece of a line; what is searched for is marked in it.
fn put_marked(
    pen: &mut Pen<'_>,
    text: &str,
    piece: std::ops::Range<usize>,
    style: Style,
    found: &[std::ops::Range<usize>],
    marked: Style,
) {
    let mut at = piece.start;
    for range in found.iter().filter(|range| range.start < piece.end && range.end > piece.start) {
        let (start, end) = (range.start.max(at), range.end.min(piece.end));
        if start < end {
            pen.put(&text[at..start], style).put(&text[start..end], marked);
            at = end;
        }
    }
    pen.put(&text[at..piece.end], style);
}
