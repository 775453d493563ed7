//! What the program has written up to the present moment, and the line it waits for.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{seen, tint};
use crate::tui::app::{App, Mode};
use crate::tui::layout::Pane;
use crate::tui::text::Pen;

pub fn draw(app: &mut App, area: Rect, buffer: &mut Buffer) -> Option<Position> {
    let ui = &app.theme.ui;
    let view = app.view.as_ref()?;
    let focused = app.focus == Pane::Output;
    // The prompt is not written before it is answered. It goes on where the output ends.
    let mut asked: Vec<&str> = view.waiting.as_deref().map_or(Vec::new(), |prompt| prompt.split('\n').collect());
    let open = view.output.last().filter(|line| !line.complete && !line.is_error && !asked.is_empty());
    let asked_last = asked.pop();
    let head = usize::from(view.earlier_output);
    let lines = view.output.len() + head - usize::from(open.is_some());
    let open = open.map_or("", |line| line.text.as_str());
    let asked_rows = u16::try_from(asked.len() + usize::from(asked_last.is_some())).unwrap_or(u16::MAX).min(area.height);
    let list_area = Rect { height: area.height - asked_rows, ..area };
    let list = &mut app.lists[Pane::Output as usize];
    if app.follow {
        list.cursor = lines.saturating_sub(1);
    }
    list.show(lines, usize::from(list_area.height));
    let (top, cursor) = (list.top, list.cursor);
    let mut used = 0;
    for (y, index) in seen(top, lines, list_area) {
        used = y + 1;
        let mut pen = Pen::new(buffer, list_area, y);
        match index.checked_sub(head).map(|index| &view.output[index]) {
            None => drop(pen.put(" ⋯ there is more above", ui.dim)),
            Some(line) => {
                let style = if line.is_error { ui.error_output } else { ui.text };
                let typed = line.typed.clone().unwrap_or(line.text.len()..line.text.len());
                pen.put(" ", ui.text).put(&line.text[..typed.start], style);
                pen.put(&line.text[typed.clone()], ui.answer).put(&line.text[typed.end..], style);
            }
        }
        if index == cursor && focused {
            tint(buffer, list_area, usize::from(y), ui.selection);
        }
    }
    let Some(last) = asked_last else {
        if lines == 0 {
            Pen::new(buffer, area, 0).put(" nothing yet", ui.dim);
        }
        return None;
    };
    let mut row = used;
    let mut open = open;
    for line in asked {
        Pen::new(buffer, area, row).put(" ", ui.text).put(open, ui.text).put(line, ui.prompt);
        open = "";
        row += 1;
    }
    let row = row.min(area.height.saturating_sub(1));
    let mut pen = Pen::new(buffer, area, row);
    pen.put(" ", ui.text).put(open, ui.text).put(last, ui.prompt);
    match &app.mode {
        Mode::Input(line) => {
            // A long answer is scrolled so that the cursor is in sight.
            let room = pen.room().saturating_sub(1);
            let before = crate::tui::text::tail(line.before(), room);
            pen.put(before, ui.answer);
            let position = Position { x: pen.position().min(area.right().saturating_sub(1)), y: area.y + row };
            pen.put(line.after(), ui.answer);
            Some(position)
        }
        _ => {
            pen.put("▏Enter answers", ui.ghost);
            None
        }
    }
}
