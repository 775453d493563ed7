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
    let waiting = view.waiting.is_some();
    let focused = app.focus == Pane::Output;
    let head = usize::from(view.earlier_output);
    // A prompt that stands at the end of the output is where the answer is typed.
    let prompt = view.waiting.clone().unwrap_or_default();
    let prompt = prompt.rsplit('\n').next().unwrap_or("").to_string();
    let prompt_shown = waiting && view.output.last().is_some_and(|line| !line.complete && !line.is_error);
    let lines = view.output.len() - usize::from(prompt_shown) + head;
    let answer_rows = u16::from(waiting);
    let list_area = Rect { height: area.height.saturating_sub(answer_rows), ..area };
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
            Some(line) => drop(pen.put(" ", ui.text).put(&line.text, if line.is_error { ui.error_output } else { ui.text })),
        }
        if index == cursor && focused {
            tint(buffer, list_area, usize::from(y), ui.selection);
        }
    }
    if !waiting {
        if lines == 0 {
            Pen::new(buffer, area, 0).put(" nothing yet", ui.dim);
        }
        return None;
    }
    let shown = if prompt_shown { view.output.last().map_or("", |line| line.text.as_str()) } else { prompt.as_str() };
    let row = used.min(area.height.saturating_sub(1));
    let mut pen = Pen::new(buffer, area, row);
    pen.put(" ", ui.text).put(shown, ui.prompt);
    match &app.mode {
        Mode::Input(line) => {
            // A long answer is scrolled so that the cursor is in sight.
            let room = pen.room().saturating_sub(1);
            let hidden = crate::tui::text::width(line.before()).saturating_sub(room);
            let mut pen = pen.scrolled(hidden);
            pen.put(line.before(), ui.answer);
            let position = Position { x: pen.position(), y: area.y + row };
            pen.put(line.after(), ui.answer);
            Some(position)
        }
        _ => {
            pen.put("▏Enter answers", ui.ghost);
            None
        }
    }
}
