//! The whole screen: shares it out, draws the panes, the line that says how the program stands, the footer, and what lies above them.
//! Reads the [`App`]; writes only what depends on the size of the screen: scroll positions and areas.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::app::{App, Mode, file_name};
use super::layout::{self, Areas, Pane, Wanted};
use super::notice::Tone;
use super::panes;
use super::press::State;
use super::prompt::Prompt;
use super::text::{self, Pen};
use super::worker::CodeKind;
use super::{footer, help};
use crate::session::api::Reason;

/// Signs of something going on.
const SPINNER: [&str; 4] = ["◐", "◓", "◑", "◒"];

/// Draw the screen; gives the place of the terminal's cursor if one is to be seen.
pub fn draw(app: &mut App, screen: Rect, buffer: &mut Buffer) -> Option<Position> {
    let base = app.theme.ui.text;
    buffer.set_style(screen, base);
    let wanted = Wanted {
        focus: app.focus,
        tab: app.tab,
        zoom: app.zoom,
        code: app.wants.code != CodeKind::Off,
        input: app.view.as_ref().is_some_and(|view| view.waiting.is_some()),
    };
    let Some(areas) = layout::arrange(screen, wanted) else {
        card(app, screen, buffer);
        app.areas = None;
        return None;
    };
    let mut cursor = None;
    for pane in Pane::ALL {
        let (Some(area), Some(mut inside)) = (areas.pane(pane), areas.inside(pane)) else { continue };
        if pane != Pane::Timeline {
            title(app, &areas, pane, area, buffer);
        }
        if pane == Pane::Source || app.zoom && pane == app.focus && pane != Pane::Timeline {
            inside = notice(app, inside, buffer);
        }
        if let Some(position) = panes::draw(app, pane, inside, buffer) {
            cursor = Some(position);
        }
    }
    let rule = app.theme.ui.rule;
    for area in &areas.rules {
        for row in 0..area.height {
            Pen::new(buffer, *area, row).put("│", rule);
        }
    }
    let line = areas.status.unwrap_or(areas.footer);
    if areas.status.is_some() {
        footer::draw(app, areas.footer, buffer);
    }
    if let Mode::Prompt(prompt) = &app.mode {
        candidates(app, prompt, Rect { height: line.y - screen.y, ..screen }, buffer);
        cursor = Some(prompt_line(app, prompt, line, buffer));
    } else {
        status(app, line, buffer);
    }
    if let Mode::Help(top) = app.mode {
        let top = help::draw(&app.theme.ui, top, screen, buffer);
        app.mode = Mode::Help(top);
        cursor = None;
    }
    app.areas = Some(areas);
    cursor
}

/// A pane's title row; where panes share their place, the tabs.
fn title(app: &App, areas: &Areas, pane: Pane, area: Rect, buffer: &mut Buffer) {
    let ui = &app.theme.ui;
    let focused = app.focus == pane;
    let (rule, style) = if focused { (ui.rule_focused, ui.title_focused) } else { (ui.rule, ui.title) };
    let mut pen = Pen::new(buffer, area, 0);
    let tabs = areas.tab_places(pane);
    if tabs.is_empty() {
        pen.put("─", rule).put(&format!("{} ", pane.number()), style);
        pen.put_fitting(&caption(app, pane), 1, style).put(" ", rule);
    } else {
        pen.put("─", rule);
        for (index, (tab, ..)) in tabs.iter().enumerate() {
            let style = if *tab == pane { style } else { ui.dim };
            if index > 0 {
                pen.put("─", rule);
            }
            pen.put(&format!("{} {}", tab.number(), tab.tab()), style);
        }
        pen.put(" ", rule);
    }
    pen.fill('─', 0, rule);
}

fn caption(app: &App, pane: Pane) -> String {
    let Some(view) = &app.view else { return pane.title().to_string() };
    match pane {
        Pane::Source => file_name(&view.source.file).to_string(),
        Pane::Variables => match view.frames.get(view.selected) {
            Some(frame) if view.selected > 0 => format!("variables of {} (frame {})", frame.function, view.selected),
            Some(frame) => format!("variables of {}", frame.function),
            None => "variables".to_string(),
        },
        Pane::Code => {
            let kind = if app.wants.code == CodeKind::Bytecode { "bytecode" } else { "lowered" };
            let title = view.code.as_ref().map_or("", |(title, _)| title.as_str());
            format!("{kind} {title}")
        }
        Pane::Stack if view.frames.len() > 1 => format!("stack, {} frames", view.frames.len()),
        _ => pane.title().to_string(),
    }
}

/// The notice at the bottom of an area; gives what is left of it.
fn notice(app: &mut App, area: Rect, buffer: &mut Buffer) -> Rect {
    app.notice_rows = (0, 0);
    let Some(notice) = &app.notice else { return area };
    let rows = notice.rows(usize::from(area.width.saturating_sub(3)));
    let most = (usize::from(area.height) / 2).max(2);
    let height = (rows.len() + 1).min(most);
    if usize::from(area.height) < height + 1 {
        return area;
    }
    let seen = height - 1;
    let ui = &app.theme.ui;
    let tone = match notice.tone {
        Tone::Plain => ui.popup,
        Tone::Note => ui.popup.patch(ui.note),
        Tone::Error => ui.popup.patch(ui.error),
    };
    let height = u16::try_from(height).unwrap_or(area.height);
    let place = Rect { y: area.bottom() - height, height, ..area };
    buffer.set_style(place, ui.popup);
    let mut pen = Pen::new(buffer, place, 0);
    let hint = if rows.len() > seen { " PageDown reads on, Esc closes " } else { " Esc closes " };
    pen.put("╶ ", ui.popup_rule).put_fitting(&notice.title, text::width(hint) + 2, tone).put(" ", ui.popup_rule);
    pen.fill('─', text::width(hint), ui.popup_rule).put(hint, ui.popup_rule);
    for (row, line) in rows.iter().skip(notice.top).take(seen).enumerate() {
        let row = u16::try_from(row + 1).unwrap_or(u16::MAX);
        Pen::new(buffer, place, row).put("  ", ui.popup).put(line, if notice.tone == Tone::Plain { ui.popup } else { tone });
    }
    app.notice_rows = (rows.len(), seen);
    Rect { height: area.height - height, ..area }
}

/// How the program stands, or what there is to say.
fn status(app: &App, area: Rect, buffer: &mut Buffer) {
    let ui = &app.theme.ui;
    let state = app.state();
    let (badge, style) = match state {
        State::Running => (" RUNNING ", ui.badge_running),
        State::Paused => (" PAUSED ", ui.badge),
        State::Input => (" INPUT ", ui.badge_input),
        State::Exception => (" RAISED ", ui.badge_exception),
        State::Ended => (" ENDED ", ui.badge_ended),
    };
    let mut pen = Pen::new(buffer, area, 0);
    pen.put(badge, style).put(" ", Style::default());
    match &app.mode {
        Mode::SetMark => {
            pen.put("mark this moment: a letter", ui.prompt);
            return;
        }
        Mode::GoToMark => {
            pen.put("go to a mark: its letter", ui.prompt);
            return;
        }
        _ => {}
    }
    if state == State::Running {
        let busy = app.busy.as_ref();
        let ticks = busy.map_or(0, |busy| busy.ticks);
        let label = busy.map_or("", |busy| busy.label.as_str());
        let waiting = match app.queue.len() {
            0 => String::new(),
            keys => format!("  {keys} keys wait"),
        };
        pen.put(SPINNER[ticks % SPINNER.len()], ui.prompt).put(&format!(" {label}"), ui.text);
        pen.put("  Esc or Ctrl-C interrupts", ui.dim).put(&waiting, ui.dim);
        return;
    }
    if let Some(message) = &app.message {
        let style = match message.tone {
            Tone::Plain => ui.text,
            Tone::Note => ui.note,
            Tone::Error => ui.error,
        };
        pen.put_fitting(&message.text, 0, style);
        return;
    }
    let Some(view) = &app.view else { return };
    let position = &view.position;
    let reason = match position.reason {
        Reason::Step | Reason::At => String::new(),
        Reason::Opened => "opened".into(),
        Reason::Breakpoint => position.breakpoint.map_or(String::new(), |number| format!("breakpoint {number}")),
        Reason::To => "reached".into(),
        Reason::Jump => "jumped; z takes it back".into(),
        Reason::Set => "changed; z takes it back".into(),
        Reason::Exception => position.exception.clone().unwrap_or_default(),
        Reason::Start => "the start of the run".into(),
        Reason::End => String::new(),
        Reason::Undo => "undone; Z does it again".into(),
        Reason::Redo => "done again".into(),
        Reason::Input => "the program waits for a line".into(),
        Reason::Interrupted => "interrupted".into(),
    };
    match (state, position.exit) {
        (State::Ended, Some(exit)) => drop(pen.put(&format!("exit status {exit}; < goes to the start, N S C back"), ui.text)),
        _ => {
            pen.put(&format!("{}:{} in {}", file_name(&position.file), position.line, position.function), ui.text);
            if !reason.is_empty() {
                pen.put("  ", Style::default()).put_fitting(&reason, 0, ui.note);
            }
        }
    }
}

fn prompt_line(app: &App, prompt: &Prompt, area: Rect, buffer: &mut Buffer) -> Position {
    let ui = &app.theme.ui;
    let mut pen = Pen::new(buffer, area, 0);
    pen.put(prompt.sign(), ui.prompt);
    let room = pen.room().saturating_sub(1);
    pen.put(text::tail(prompt.line.before(), room), ui.text);
    let position = Position { x: pen.position().min(area.right().saturating_sub(1)), y: area.y };
    pen.put(prompt.line.after(), ui.text);
    position
}

/// What may be meant by what is being typed, in a box above the line.
fn candidates(app: &App, prompt: &Prompt, above: Rect, buffer: &mut Buffer) {
    let ui = &app.theme.ui;
    let height = prompt.candidates.len().min(8).min(usize::from(above.height) / 2);
    if height == 0 {
        return;
    }
    let names = prompt.candidates.iter().map(|c| text::width(&c.word) + text::width(&c.usage)).max().unwrap_or(0).min(40);
    let chosen = prompt.chosen.unwrap_or(0);
    let top = (chosen + 1).saturating_sub(height);
    let rows = u16::try_from(height).unwrap_or(0);
    let place = Rect { y: above.bottom() - rows, height: rows, width: above.width.min(100), ..above };
    clear(buffer, place, ui.popup);
    for (row, candidate) in prompt.candidates.iter().skip(top).take(height).enumerate() {
        let at = u16::try_from(row).unwrap_or(0);
        let mut pen = Pen::new(buffer, place, at);
        pen.put(" ", ui.popup).put(&candidate.word, ui.popup.patch(ui.key)).put(&candidate.usage, ui.popup);
        let pad = (names + 2).saturating_sub(text::width(&candidate.word) + text::width(&candidate.usage));
        pen.put(&" ".repeat(pad), ui.popup).put_fitting(&candidate.doc, 1, ui.popup);
        if prompt.chosen == Some(top + row) {
            buffer.set_style(Rect { y: place.y + at, height: 1, ..place }, ui.title_focused);
        }
    }
}

/// Make an area empty, in a style.
pub fn clear(buffer: &mut Buffer, area: Rect, style: Style) {
    for row in 0..area.height {
        Pen::new(buffer, area, row).fill(' ', 0, style);
    }
}

/// What a screen shows that is too small for anything else.
fn card(app: &App, screen: Rect, buffer: &mut Buffer) {
    let (width, height) = layout::SMALLEST;
    let lines =
        ["sleepy".to_string(), format!("needs {width}x{height}, this is {}x{}", screen.width, screen.height), "q leaves".into()];
    for (row, line) in (0..screen.height).zip(&lines) {
        Pen::new(buffer, screen, row).put(line, app.theme.ui.text);
    }
}
