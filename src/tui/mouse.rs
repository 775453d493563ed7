//! The mouse: the wheel scrolls what is under it, a click chooses. On a line number it sets a breakpoint.

use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};

use super::app::{App, Effect, Mode};
use super::layout::Pane;
use super::panes::{source, timeline};
use crate::session::api::{Command, Motion};

/// Rows that one turn of the wheel scrolls.
const WHEEL: isize = 3;

impl App {
    pub fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        match mouse.kind {
            MouseEventKind::ScrollDown => self.wheel(mouse.column, mouse.row, WHEEL),
            MouseEventKind::ScrollUp => self.wheel(mouse.column, mouse.row, -WHEEL),
            MouseEventKind::Down(MouseButton::Left) => return self.click(mouse.column, mouse.row),
            _ => {}
        }
        Vec::new()
    }

    fn wheel(&mut self, x: u16, y: u16, by: isize) {
        if let Mode::Help(top) = &mut self.mode {
            *top = top.saturating_add_signed(by);
            return;
        }
        let Some(pane) = self.areas.as_ref().and_then(|areas| areas.at(x, y)) else { return };
        if pane == Pane::Timeline {
            return;
        }
        let height = self.areas.as_ref().and_then(|areas| areas.inside(pane)).map_or(1, |area| usize::from(area.height));
        let rows = self.rows_of(pane);
        self.list(pane).scroll(by, rows, height);
        if pane == Pane::Output {
            self.follow = self.list(pane).top + height >= rows;
        }
    }

    fn click(&mut self, x: u16, y: u16) -> Vec<Effect> {
        if matches!(self.mode, Mode::Help(_)) {
            self.mode = Mode::Normal;
            return Vec::new();
        }
        let Some((pane, title, inside)) = self.areas.as_ref().and_then(|areas| {
            let pane = areas.at(x, y)?;
            Some((
                areas.tab_at(pane, x, y).unwrap_or(pane),
                areas.pane(pane)?.y == y && pane != Pane::Timeline,
                areas.inside(pane)?,
            ))
        }) else {
            return Vec::new();
        };
        self.go_to_pane(pane);
        if title || self.busy.is_some() {
            return Vec::new();
        }
        let row = usize::from(y.saturating_sub(inside.y));
        if pane == Pane::Timeline {
            let time = self.view.as_ref().and_then(|view| timeline::time_at(view, inside, x));
            return match time {
                Some(time) => self.order(format!("at {time}"), Command::Move(Motion::At { time })),
                None => Vec::new(),
            };
        }
        let index = self.list(pane).top + row;
        if index >= self.rows_of(pane) {
            return Vec::new();
        }
        self.list(pane).cursor = index;
        match pane {
            Pane::Source if usize::from(x - inside.x) < source::gutter(self.rows_of(Pane::Source)) => {
                let line = self.cursor_line();
                self.toggle_breakpoint(line)
            }
            Pane::Stack => self.order(format!("frame {index}"), Command::Frame { index }),
            Pane::Variables => {
                self.turn();
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
