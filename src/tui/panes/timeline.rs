//! The run as a bar: what is behind us, where we are, what is known ahead, and what happened where.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::session::api::{MarkKind, Time};
use crate::tui::app::App;
use crate::tui::layout::Pane;
use crate::tui::text::{self, Pen};
use crate::tui::worker::Snapshot;

/// Where the bar begins and how many cells it has.
fn bar(view: &Snapshot, area: Rect) -> (u16, u16) {
    let start = 1;
    // One row holds the numbers, too.
    let numbers = if area.height > 1 { 1 } else { u16::try_from(text::width(&numbers(view, None)) + 2).unwrap_or(u16::MAX) };
    (start, area.width.saturating_sub(start + numbers))
}

fn numbers(view: &Snapshot, pick: Option<Time>) -> String {
    let t = &view.timeline;
    let branches = if t.branches > 1 { format!("  branch {} of {}", t.branch + 1, t.branches) } else { String::new() };
    let more = if t.ended { "" } else { "+" };
    let (to, at) = pick.map_or(("", t.now), |pick| ("to ", pick));
    format!("{to}{} of {}{more}{branches}", grouped(at - t.start), grouped(t.known_end - t.start))
}

/// A number as a person reads it, and as `at` takes it.
fn grouped(number: Time) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

fn cell(view: &Snapshot, cells: u16, time: Time) -> u16 {
    let (start, end) = (view.timeline.start, view.timeline.known_end);
    let length = (end - start).max(1);
    let at = u128::from(time.clamp(start, end) - start) * u128::from(cells.saturating_sub(1)) / u128::from(length);
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// The moment at a column of the screen.
pub fn time_at(view: &Snapshot, area: Rect, x: u16) -> Option<Time> {
    let (start, cells) = bar(view, area);
    let at = x.checked_sub(area.x + start).filter(|at| *at < cells)?;
    let length = view.timeline.known_end - view.timeline.start;
    let offset = u128::from(length) * u128::from(at) / u128::from(cells.saturating_sub(1).max(1));
    Some(view.timeline.start + Time::try_from(offset).unwrap_or(length))
}

pub fn draw(app: &mut App, area: Rect, buffer: &mut Buffer) {
    let Some(view) = &app.view else { return };
    let ui = &app.theme.ui;
    let t = &view.timeline;
    let (start, cells) = bar(view, area);
    let now = cell(view, cells, t.now);
    let mut pen = Pen::new(buffer, area, 0);
    pen.put(&" ".repeat(usize::from(start)), Style::default());
    for at in 0..cells {
        let (sign, style) = if at < now { ("━", ui.bar_past) } else { ("─", ui.bar_future) };
        pen.put(sign, style);
    }
    if area.height == 1 {
        let style = if app.focus == Pane::Timeline { ui.title_focused } else { ui.dim };
        pen.put(" ", Style::default()).put(&numbers(view, app.pick), style);
    }
    let mut put = |time: Time, sign: &str, style: Style| {
        let x = area.x + start + cell(view, cells, time);
        if cells > 0 && x < area.right() {
            buffer[(x, area.y)].set_symbol(sign).set_style(style);
        }
    };
    for line in view.output.iter().filter(|_| cells > 0) {
        put(line.time, "╍", if line.time <= t.now { ui.bar_past } else { ui.mark_output });
    }
    for (time, kind) in &t.marks {
        let (sign, style) = match kind {
            MarkKind::Breakpoint => ("●", ui.mark_breakpoint),
            MarkKind::Exception => ("✖", ui.mark_exception),
            MarkKind::Output => ("╍", ui.mark_output),
            MarkKind::Intervention => ("⑂", ui.mark_intervention),
            MarkKind::Checkpoint => ("▪", ui.mark_checkpoint),
        };
        put(*time, sign, style);
    }
    for (letter, (branch, time)) in &app.marks {
        if *branch == t.branch {
            put(*time, &letter.to_string(), ui.key);
        }
    }
    put(t.now, "◉", ui.bar_now);
    if let Some(pick) = app.pick {
        put(pick, "▼", ui.key);
    }
    if area.height > 1 {
        let text = numbers(view, app.pick);
        let style = if app.focus == Pane::Timeline { ui.title_focused } else { ui.title };
        let mut pen = Pen::new(buffer, area, 1);
        pen.put(" ", style).put("7 timeline", style).put("  ", Style::default()).put(&text, ui.dim);
        if app.focus == Pane::Timeline {
            pen.put("  ←→ pick a moment, Enter goes there", ui.dim);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let shown: Vec<String> = [0, 12, 999, 1000, 53_770_608].into_iter().map(grouped).collect();
        assert_eq!(shown, ["0", "12", "999", "1_000", "53_770_608"]);
    }
}
