//! The goto form or the bytecode of the current function, with the instruction that runs next.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{seen, tint};
use crate::tui::app::App;
use crate::tui::layout::Pane;
use crate::tui::text::Pen;

/// From this height on the last row explains the instruction under the cursor.
const EXPLAINED: u16 = 5;

/// Below this width columns of the listing are not kept apart.
const NARROW: u16 = 60;

/// A text without its wide gaps.
fn close_up(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut blanks = 0;
    for c in text.chars() {
        blanks = if c == ' ' { blanks + 1 } else { 0 };
        if blanks <= 2 {
            result.push(c);
        }
    }
    result
}

pub fn draw(app: &mut App, area: Rect, buffer: &mut Buffer) {
    let ui = &app.theme.ui;
    let source_line = u32::try_from(app.lists[Pane::Source as usize].cursor + 1).unwrap_or(0);
    let focused = app.focus == Pane::Code;
    let list = &mut app.lists[Pane::Code as usize];
    let Some((_, lines)) = app.view.as_ref().and_then(|view| view.code.as_ref()) else {
        Pen::new(buffer, area, 0).put(" …", ui.dim);
        return;
    };
    if lines.is_empty() {
        Pen::new(buffer, area, 0).put(" no function is running", ui.dim);
        return;
    }
    list.cursor = list.cursor.min(lines.len() - 1);
    let help = lines[list.cursor].help.as_deref().filter(|_| area.height >= EXPLAINED);
    let area = Rect { height: area.height - u16::from(help.is_some()), ..area };
    list.show(lines.len(), usize::from(area.height));
    let (top, cursor) = (list.top, list.cursor);
    let target = lines[cursor].target;
    let narrow = area.width < NARROW;
    let digits = lines.iter().map(|line| line.source_line).max().unwrap_or(0).max(10).ilog10() as usize + 1;
    let mut last = top.checked_sub(1).map(|index| lines[index].source_line);
    for (y, index) in seen(top, lines.len(), area) {
        let line = &lines[index];
        // The number stands where a line begins.
        let begins = last != Some(line.source_line) && !line.is_label && line.source_line > 0;
        let number = if begins { line.source_line.to_string() } else { String::new() };
        if !line.is_label {
            last = Some(line.source_line);
        }
        let mut pen = Pen::new(buffer, area, y);
        pen.put(if line.current { "▶" } else { " " }, ui.marker);
        pen.put(&format!("{number:>digits$} "), ui.line_number);
        pen.put(if target == Some(index) { "→" } else { " " }, ui.marker);
        let style = if line.is_label { ui.label } else { Style::default() };
        pen.put(if line.is_label { "" } else { "  " }, style)
            .put(&if narrow { close_up(&line.text) } else { line.text.clone() }, style);
        if line.current {
            tint(buffer, area, usize::from(y), ui.code_current);
        } else if index == cursor && focused {
            tint(buffer, area, usize::from(y), ui.selection);
        } else if line.source_line == source_line && !line.is_label {
            tint(buffer, area, usize::from(y), ui.code_related);
        }
    }
    if let Some(help) = help {
        let area = Rect { y: area.bottom(), height: 1, ..area };
        Pen::new(buffer, area, 0).put(" ", ui.dim).put_fitting(help, 0, ui.dim);
    }
}
