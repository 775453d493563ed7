//! The stack, innermost frame first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{seen, tint};
use crate::tui::app::{App, file_name};
use crate::tui::layout::Pane;
use crate::tui::text::{self, Pen};

pub fn draw(app: &mut App, area: Rect, buffer: &mut Buffer) {
    let Some(view) = &app.view else { return };
    let ui = &app.theme.ui;
    if view.frames.is_empty() {
        Pen::new(buffer, area, 0).put(" the program has ended", ui.dim);
        return;
    }
    let focused = app.focus == Pane::Stack;
    let list = &mut app.lists[Pane::Stack as usize];
    list.show(view.frames.len(), usize::from(area.height));
    let (top, cursor) = (list.top, list.cursor);
    for (y, index) in seen(top, view.frames.len(), area) {
        let frame = &view.frames[index];
        let marker = match (index == view.selected, index == 0) {
            (true, true) => "▶",
            (true, false) => "▷",
            _ => " ",
        };
        let mut place = format!(" {}:{}", file_name(&frame.file), frame.line);
        if frame.file == view.source.file && text::width(&frame.function) + text::width(&place) + 4 > usize::from(area.width) {
            // The name of the file on the screen says the least.
            place = format!(" :{}", frame.line);
        }
        let mut pen = Pen::new(buffer, area, y);
        pen.put(marker, ui.marker).put(&format!("{index:2} "), ui.line_number);
        pen.put_fitting(&frame.function, text::width(&place), if index == view.selected { ui.text } else { ui.dim });
        pen.put(&place, ui.dim);
        if index == cursor && focused {
            tint(buffer, area, usize::from(y), ui.selection);
        }
    }
}
