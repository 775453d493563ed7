//! The variables of the selected frame as a tree. What is different now is marked; the number of an object tells aliases.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{seen, tint};
use crate::tui::app::App;
use crate::tui::layout::Pane;
use crate::tui::text::{self, Pen};
use crate::tui::tree::{self, PARTS, What, is_definition};

pub fn draw(app: &mut App, area: Rect, buffer: &mut Buffer) {
    let Some(view) = &app.view else { return };
    let ui = &app.theme.ui;
    let rows = tree::rows(view, &app.wants, &app.changes);
    let focused = app.focus == Pane::Variables;
    let list = &mut app.lists[Pane::Variables as usize];
    if rows.is_empty() {
        Pen::new(buffer, area, 0).put(" no variables", ui.dim);
        return;
    }
    if !focused {
        // Nobody has chosen a row: what has changed is worth seeing.
        let height = usize::from(area.height);
        let shown = list.top..list.top + height;
        if let Some(changed) = rows.iter().position(|row| row.changed)
            && !rows.iter().enumerate().any(|(index, row)| row.changed && shown.contains(&index))
        {
            list.cursor = changed;
        }
    }
    list.show(rows.len(), usize::from(area.height));
    let (top, cursor) = (list.top, list.cursor);
    for (y, index) in seen(top, rows.len(), area) {
        let row = &rows[index];
        let mut pen = Pen::new(buffer, area, y);
        pen.put(if row.changed { "*" } else { " " }, ui.changed).put(&"  ".repeat(row.depth), Style::default());
        match row.what {
            What::More(left) => {
                let next = left.min(PARTS);
                pen.put(&format!("… {left} more, Enter shows {next}"), ui.dim);
            }
            What::Variable(variable) => {
                let sign = match (row.open, variable.has_children) {
                    (true, _) => "▾ ",
                    (false, true) => "▸ ",
                    (false, false) => "  ",
                };
                pen.put(sign, ui.dim);
                let name_style = if is_definition(variable) { ui.dim } else { ui.name };
                pen.put(&variable.name, if row.changed { ui.changed } else { name_style });
                match &variable.value {
                    None => drop(pen.put(" unbound", ui.unbound)),
                    Some(value) => {
                        let number = tree::identity(&row.what).and_then(|object| app.numbers.get(&object));
                        let number = number.map_or(String::new(), |number| format!(" #{number}"));
                        let style = if is_definition(variable) { ui.dim } else { ui.value };
                        let reserve = text::width(&number);
                        pen.put(" = ", ui.dim).put_fitting(value, reserve, if row.changed { ui.changed } else { style });
                        pen.put(&number, if row.shared { ui.object } else { ui.kind });
                    }
                }
            }
        }
        if index == cursor && focused {
            tint(buffer, area, usize::from(y), ui.selection);
        }
    }
}
