//! The help: all keys and commands, printed from the two tables.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::actions::ACTIONS;
use super::draw::clear;
use super::text::{self, Pen};
use super::theme::Ui;
use crate::session::commands::{COMMANDS, Group};

/// A wider screen is not filled.
const WIDEST: u16 = 120;

/// A row of the help.
enum Row {
    Text(&'static str),
    Title(&'static str),
    Entry { keys: String, name: String, doc: String },
    Empty,
}

fn rows() -> Vec<Row> {
    let intro = "Capital letters go backwards. t, T, J and b take the line under the cursor of the source.";
    let mut rows = vec![Row::Text(intro), Row::Empty];
    for group in Group::ALL {
        rows.push(Row::Title(group.title()));
        for row in COMMANDS.iter().filter(|row| row.group == group) {
            let keys = row.keys.join(" ");
            rows.push(Row::Entry {
                keys,
                name: format!("{} {}", row.name, row.args).trim_end().to_string(),
                doc: row.doc.into(),
            });
        }
        rows.push(Row::Empty);
    }
    rows.push(Row::Title("Screen"));
    rows.extend(ACTIONS.iter().map(|row| Row::Entry { keys: row.keys.join(" "), name: String::new(), doc: row.doc.into() }));
    rows
}

/// Draw the help over the screen from row `top` on; gives the row it really begins with.
pub fn draw(ui: &Ui, top: usize, screen: Rect, buffer: &mut Buffer) -> usize {
    let width = screen.width.min(WIDEST);
    let place = Rect { x: screen.x + (screen.width - width) / 2, width, height: screen.height.saturating_sub(1), ..screen };
    clear(buffer, place, ui.popup);
    let hint = " j k scroll, Esc closes ";
    let mut pen = Pen::new(buffer, place, 0);
    pen.put("─ ", ui.popup_rule).put("help ", ui.popup.patch(ui.title_focused));
    pen.fill('─', text::width(hint), ui.popup_rule).put(hint, ui.popup_rule);
    let inside = Rect { y: place.y + 1, height: place.height.saturating_sub(1), ..place };
    // On a narrow screen the names stand in lines of their own.
    let names = if width >= 90 { 28 } else { 0 };
    let mut lines: Vec<(String, String, String, bool)> = Vec::new();
    for row in rows() {
        match row {
            Row::Text(text) => {
                let room = usize::from(width).saturating_sub(2);
                lines.extend(
                    text::wrap_words(text, room)
                        .into_iter()
                        .map(|line| (format!(" {line}"), String::new(), String::new(), false)),
                );
            }
            Row::Title(title) => lines.push((title.to_string(), String::new(), String::new(), true)),
            Row::Empty => lines.push(Default::default()),
            Row::Entry { keys, name, doc } => {
                let doc = match (names, name.is_empty()) {
                    (0, false) => format!("{name}: {doc}"),
                    _ => doc,
                };
                let column = 14 + if name.is_empty() { 0 } else { names };
                let room = usize::from(width).saturating_sub(column + 3);
                for (nth, line) in text::wrap_words(&doc, room).into_iter().enumerate() {
                    let (keys, name) = if nth == 0 { (keys.clone(), name.clone()) } else { (String::new(), String::new()) };
                    let indent = if nth > 0 && column > 14 { " ".repeat(names) } else { String::new() };
                    lines.push((keys, if names == 0 { String::new() } else { name }, indent + &line, false));
                }
            }
        }
    }
    let height = usize::from(inside.height);
    let top = top.min(lines.len().saturating_sub(height));
    for (row, (keys, name, doc, is_title)) in (0..inside.height).zip(lines.iter().skip(top)) {
        let mut pen = Pen::new(buffer, inside, row);
        if *is_title {
            pen.put(" ", ui.popup).put(keys, ui.popup.patch(ui.title_focused));
            continue;
        }
        pen.put(&format!("  {keys:<13}"), ui.popup.patch(ui.key));
        if !name.is_empty() {
            pen.put(&format!("{name:<names$}"), ui.popup.patch(ui.label));
        }
        pen.put(doc, ui.popup);
    }
    top
}
