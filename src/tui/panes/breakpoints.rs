//! All breakpoints with their conditions and how often each was hit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::source::sign;
use super::{seen, tint};
use crate::session::commands;
use crate::tui::app::{App, file_name};
use crate::tui::layout::Pane;
use crate::tui::text::{self, Pen};

pub fn draw(app: &mut App, area: Rect, buffer: &mut Buffer) {
    let Some(view) = &app.view else { return };
    let ui = &app.theme.ui;
    if view.breakpoints.is_empty() {
        let key = commands::find("break").ok().and_then(|row| row.keys.first()).copied().unwrap_or(":break");
        Pen::new(buffer, area, 0).put(" none; ", ui.dim).put(key, ui.key).put(" sets one", ui.dim);
        return;
    }
    let focused = app.focus == Pane::Breakpoints;
    let list = &mut app.lists[Pane::Breakpoints as usize];
    list.show(view.breakpoints.len(), usize::from(area.height));
    let (top, cursor) = (list.top, list.cursor);
    for (y, index) in seen(top, view.breakpoints.len(), area) {
        let b = &view.breakpoints[index];
        let hits = match b.hits {
            0 => String::new(),
            1 => " 1 hit".to_string(),
            hits => format!(" {hits} hits"),
        };
        let mut pen = Pen::new(buffer, area, y);
        pen.put(sign(b), if b.enabled { ui.breakpoint } else { ui.breakpoint_off });
        pen.put(&format!("{:2} ", b.number), ui.line_number);
        let condition = b.condition.as_ref().map_or(String::new(), |condition| format!(" if {condition}"));
        let text = format!("{}:{}{condition}", file_name(&b.file), b.line);
        pen.put_fitting(&text, text::width(&hits), if b.enabled { ui.text } else { ui.breakpoint_off });
        pen.put(&hits, ui.dim);
        if index == cursor && focused {
            tint(buffer, area, usize::from(y), ui.selection);
        }
    }
}
