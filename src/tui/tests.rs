//! The screen, tested as a person uses it: keys in, picture out, on a real session. Pictures are in `snapshots/`; after a change look at
//! each new one before accepting it (`cargo insta review`, or `INSTA_UPDATE=always` and the difference).
//!
//! What would change with every instruction the compiler learns to spare, the moments on the timeline, is left out of the pictures.

use std::sync::Arc;

use crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use super::app::{App, Effect};
use super::draw;
use super::keys;
use super::layout::Pane;
use super::theme::{Depth, Theme};
use super::worker::{self, Answer, Request};
use crate::session::Session;
use crate::session::api::SourceView;

/// A screen with a session behind it, without threads.
struct Bench {
    app: App,
    session: Session,
    source: Option<Arc<SourceView>>,
    terminal: Terminal<TestBackend>,
    /// A request that was made and not answered yet; only while [`Bench::busy`].
    held: Vec<Request>,
    hold: bool,
    asked: Vec<&'static str>,
}

const LARGE: (u16, u16) = (120, 40);
const SMALL: (u16, u16) = (80, 24);

impl Bench {
    /// Debug a demo script.
    fn demo(name: &str, size: (u16, u16)) -> Bench {
        let path = format!("demo_scripts/{name}.py");
        let text = std::fs::read_to_string(format!("{}/{path}", env!("CARGO_MANIFEST_DIR"))).expect("a demo script");
        Bench::on(&path, &text, size)
    }

    fn on(path: &str, text: &str, (width, height): (u16, u16)) -> Bench {
        let session = Session::start(path, text, Vec::new()).expect("a program");
        let theme = Theme::bundled("dusk", Depth::True).expect("a theme");
        let terminal = Terminal::new(TestBackend::new(width, height)).expect("a screen");
        let mut bench = Bench {
            app: App::new(theme, Depth::True),
            session,
            source: None,
            terminal,
            held: vec![],
            hold: false,
            asked: vec![],
        };
        let snapshot = worker::look(&mut bench.session, &bench.app.wants.clone(), &mut bench.source);
        let effects = bench.app.answer(Answer::Done { reply: None, snapshot: Box::new(snapshot) });
        bench.carry_out(effects);
        bench.draw();
        bench
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Send(request) if self.hold => self.held.push(request),
                Effect::Send(request) => self.serve(request),
                Effect::Interrupt => self.asked.push("interrupt"),
                Effect::Suspend => self.asked.push("suspend"),
                Effect::Redraw => self.asked.push("redraw"),
                Effect::Quit => self.asked.push("quit"),
                Effect::Fail(problem) => panic!("{problem}"),
            }
        }
    }

    fn serve(&mut self, request: Request) {
        let (reply, snapshot) = worker::handle(&mut self.session, request, &mut self.source);
        let effects = self.app.answer(Answer::Done { reply, snapshot: Box::new(snapshot) });
        self.carry_out(effects);
    }

    /// Answer what was held back.
    fn release(&mut self) {
        self.hold = false;
        for request in std::mem::take(&mut self.held) {
            self.serve(request);
        }
        self.draw();
    }

    /// Press keys; the screen is drawn after each, as scrolling depends on it.
    fn press(&mut self, text: &str) -> &mut Bench {
        for key in keys::parse(text) {
            let effects = self.app.event(Event::Key(key));
            self.carry_out(effects);
            self.draw();
        }
        self
    }

    fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Bench {
        let effects = self.app.event(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
        self.carry_out(effects);
        self.draw();
        self
    }

    fn click(&mut self, column: u16, row: u16) -> &mut Bench {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
    }

    fn resize(&mut self, width: u16, height: u16) -> &mut Bench {
        self.terminal.backend_mut().resize(width, height);
        self.draw();
        self
    }

    fn draw(&mut self) {
        let app = &mut self.app;
        let drawn = self.terminal.draw(|frame| {
            let area = frame.area();
            if let Some(position) = draw::draw(app, area, frame.buffer_mut()) {
                frame.set_cursor_position(position);
            }
        });
        drawn.expect("a picture");
    }

    fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }

    /// The picture as text.
    fn screen(&self) -> String {
        let buffer = self.buffer();
        let timeline = self.app.areas.as_ref().and_then(|areas| areas.pane(Pane::Timeline));
        let mut text = String::new();
        for y in 0..buffer.area.height {
            if timeline.is_some_and(|area| area.top() <= y && y < area.bottom()) {
                text.push_str(" (timeline)\n");
                continue;
            }
            let row: String = (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
            text.push_str(row.trim_end());
            text.push('\n');
        }
        text
    }

    fn shows(&self, text: &str) -> bool {
        self.screen().contains(text)
    }

    /// The picture, and what of it is told by colours alone.
    fn picture(&self) -> String {
        let app = &self.app;
        let line = app.lists[Pane::Source as usize].cursor + 1;
        format!("{}[focus: {}; cursor: line {line}; searched: {:?}]\n", self.screen(), app.focus.title(), app.search)
    }

    /// The row of the screen that has a text.
    fn row_of(&self, text: &str) -> u16 {
        let screen = self.screen();
        let row = screen.lines().position(|line| line.contains(text));
        u16::try_from(row.unwrap_or_else(|| panic!("`{text}` is not in\n{screen}"))).expect("a row")
    }
}

/// A picture after some keys, at both sizes.
macro_rules! pictures {
    ($($name:ident: $demo:literal $keys:literal;)*) => {$(
        #[test]
        fn $name() {
            for (size, suffix) in [(LARGE, "120x40"), (SMALL, "80x24")] {
                let mut bench = Bench::demo($demo, size);
                bench.press($keys);
                insta::with_settings!({ omit_expression => true, description => $keys, snapshot_suffix => suffix }, {
                    insta::assert_snapshot!(stringify!($name), bench.picture());
                });
            }
        }
    )*};
}

pictures! {
    at_the_start: "ledger" "";
    steps_forward_and_back: "ledger" "nnnnsnNS";
    calls_are_entered_and_left: "ledger" ":to 16<Enter>S:to 13<Enter>2g<Enter>";
    a_breakpoint_with_a_condition: "ledger" ":13<Esc>/deposit<Enter>jBamount == 20<Enter>c";
    the_goto_form: "jump_playground" ":to 18<Enter>v";
    the_bytecode: "jump_playground" ":to 18<Enter>vv";
    a_jump_into_a_with: "jump_playground" ":to 22<Enter>/inside<Enter>J";
    a_jump_taken_back: "jump_playground" ":to 22<Enter>:jump 29<Enter>z";
    an_exception: "crash" "c";
    the_caller_of_an_exception: "crash" "cu";
    behind_the_end: "crash" "cc";
    input_is_asked_for: "quiz" "c";
    input_is_answered: "quiz" "c4<Enter>no";
    aliases: "aliasing" "c<lt>:to 29<Enter>2j<Enter>jjj<Enter>";
    a_value_is_set_and_printed: "ledger" ":to 25<Enter>=amount = 7<Enter>pamount * 6<Enter>";
    the_help: "ledger" "?";
    completion: "ledger" ":ba<Tab>";
    a_wrong_command: "ledger" ":stpe<Enter>";
    a_search: "ledger" "/history<Enter>;";
    the_output: "life" "c6";
}

#[test]
fn the_screen_gets_smaller() {
    let mut bench = Bench::demo("jump_playground", LARGE);
    bench.press(":to 24<Enter>v");
    let mut pictures = String::new();
    for (width, height) in [(160, 45), (100, 30), (60, 15), (45, 12), (30, 6), (29, 5), (12, 2), (1, 1)] {
        bench.resize(width, height);
        pictures.push_str(&format!("{width}x{height}\n{}", bench.screen()));
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(pictures) });
}

#[test]
fn a_theme_changes_the_colours_and_nothing_else() {
    let mut bench = Bench::demo("ledger", SMALL);
    let corner = |bench: &Bench| bench.buffer()[(0, 1)].bg;
    let (dark, picture) = (corner(&bench), bench.screen());
    bench.press(":theme paper<Enter>");
    assert!(bench.shows("theme paper"));
    assert_ne!(corner(&bench), dark);
    bench.press(":theme mud<Enter>");
    assert!(bench.shows("no theme `mud`; there are dusk, paper,"));
    bench.press(":theme dusk<Enter><Esc>");
    assert_eq!((corner(&bench), bench.screen()), (dark, picture));
    // The key goes round all of them.
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..Theme::names().count() {
        bench.press("<Ctrl-t>");
        seen.insert(bench.app.theme.name.clone());
    }
    assert_eq!(seen.len(), Theme::names().count());
    assert_eq!(bench.app.theme.name, "dusk");
}

#[test]
fn a_key_on_a_line_switches_its_breakpoint() {
    let mut bench = Bench::demo("ledger", SMALL);
    bench.press("/def deposit<Enter>jb");
    assert!(bench.shows("●13"));
    assert!(bench.shows("breakpoint 1 at ledger.py:13"));
    bench.press("Bamount > 10<Enter>");
    assert!(bench.shows("◆13"));
    bench.press("B<Ctrl-u>break 13 if <Enter>");
    assert!(bench.shows("●13"));
    bench.press("4<Space>");
    assert!(bench.shows("○13"));
    bench.press("x");
    assert!(bench.shows("none; b sets one"));
    bench.press("1bb");
    assert!(!bench.shows("●13"));
}

#[test]
fn marks_lead_back_to_their_moment() {
    let mut bench = Bench::demo("ledger", SMALL);
    bench.press("nnnma");
    assert!(bench.shows("mark a is this moment"));
    let there = bench.app.view.as_ref().unwrap().position.time;
    bench.press("nnn");
    assert_ne!(bench.app.view.as_ref().unwrap().position.time, there);
    bench.press("'a");
    assert_eq!(bench.app.view.as_ref().unwrap().position.time, there);
    bench.press("'q");
    assert!(bench.shows("no mark q; there are a"));
    // A jump makes another branch; the mark is not on it.
    bench.press(":jump 24<Enter>'a");
    assert!(bench.shows("mark a is on branch 1, this is branch 2"));
    bench.press("m<Esc>n");
    assert_eq!(bench.app.marks.len(), 1);
}

#[test]
fn the_program_is_answered_and_time_goes_back_to_before_the_answer() {
    let mut bench = Bench::demo("quiz", LARGE);
    bench.press("c5<Enter>");
    assert!(bench.shows("wrong, it is 4"));
    bench.press("<Esc><lt>");
    assert!(bench.shows("nothing yet"));
    // What was answered is known now.
    bench.press("c");
    assert!(bench.shows("2 + 2 = 5"));
}

#[test]
fn esc_gives_up_whatever_was_begun() {
    let mut bench = Bench::demo("ledger", SMALL);
    let before = bench.screen();
    for begun in [":jum<Tab>", "/abc", "?", "m", "'", "=", "B", ":theme x", "Kp1 + "] {
        bench.press(begun).press("<Esc><Esc>");
        assert_eq!(bench.screen(), before, "after {begun}");
    }
    assert!(bench.asked.is_empty());
}

#[test]
fn a_search_goes_round_and_its_marks_can_be_taken_away() {
    let mut bench = Bench::demo("ledger", SMALL);
    let line = |bench: &Bench| bench.app.lists[Pane::Source as usize].cursor + 1;
    let marked = |bench: &Bench| {
        let style = bench.app.theme.ui.matched;
        bench.buffer().content().iter().filter(|cell| Some(cell.bg) == style.bg).count()
    };
    bench.press("/history<Enter>");
    assert_eq!((line(&bench), marked(&bench) > 0), (3, true));
    bench.press(";;;;");
    assert_eq!(line(&bench), 16);
    bench.press(";");
    assert_eq!(line(&bench), 1);
    bench.press(",");
    assert_eq!(line(&bench), 16);
    bench.press("<Esc>");
    assert_eq!(marked(&bench), 0);
    bench.press(";");
    assert_eq!((line(&bench), marked(&bench) > 0), (1, true));
    bench.press("/nothing like it<Enter>");
    assert!(bench.shows("`nothing like it` is not in this file"));
}

#[test]
fn keys_wait_while_the_debugger_is_busy() {
    let mut bench = Bench::demo("ledger", SMALL);
    bench.hold = true;
    bench.press("c");
    bench.app.tick();
    bench.draw();
    assert!(bench.shows("RUNNING"));
    assert!(bench.shows("continue  Esc or Ctrl-C interrupts"));
    // The screen goes on.
    bench.press("j2?");
    assert!(bench.shows("Forward"));
    bench.press("<Esc>1");
    bench.press("<Esc>");
    assert_eq!(bench.asked, ["interrupt"]);
    bench.press("<Ctrl-c>");
    assert_eq!(bench.asked, ["interrupt", "interrupt"]);
    // A command waits, and what follows it keeps its order.
    bench.press("NN:theme paper<Enter>");
    assert!(bench.app.theme.name == "dusk");
    bench.draw();
    assert!(bench.shows("keys wait"));
    bench.release();
    assert_eq!(bench.app.theme.name, "paper");
    assert!(bench.app.queue.is_empty());
    let line = bench.app.view.as_ref().unwrap().position.line;
    assert!(line < 26, "went back from line 26, not to {line}");
}

#[test]
fn the_mouse_chooses_and_scrolls() {
    let mut bench = Bench::demo("ledger", LARGE);
    let row = bench.row_of("self.history.append");
    bench.click(2, row);
    assert!(bench.shows("●13"));
    bench.press("c");
    assert!(bench.shows("breakpoint 1"));
    let row = bench.row_of("1 <module>");
    bench.click(80, row);
    assert!(bench.shows("variables of <module> (frame 1)"));
    let row = bench.row_of("▸ mine");
    bench.click(80, row);
    assert!(bench.shows(".owner = 'Ada'"));
    // The bar leads to moments.
    let bar = bench.app.areas.as_ref().unwrap().pane(Pane::Timeline).unwrap();
    bench.click(1, bar.y);
    assert!(bench.shows("no variables"));
    let mut bench = Bench::demo("life", SMALL);
    bench.press("c6");
    let first = bench.app.view.as_ref().unwrap().output[1].text.clone();
    assert!(!bench.shows(&first));
    for _ in 0..30 {
        bench.mouse(MouseEventKind::ScrollUp, 10, 18);
    }
    assert!(bench.shows(&first));
    // Tabs of a small screen.
    let mut bench = Bench::demo("crash", SMALL);
    bench.press("c");
    bench.click(66, 0);
    assert!(bench.shows("1 connect"));
}

#[test]
fn values_of_any_size_are_shown_at_once() {
    let text = "big = list(range(3_000_000))\ntext = 'x' * 50_000_000\nd = {i: [i] for i in range(200_000)}\ndone = 1\n";
    let mut bench = Bench::on("big.py", text, LARGE);
    bench.press(":to 4<Enter>");
    assert!(bench.shows("big = [0, 1, 2"));
    bench.press("2g<Enter>");
    assert!(bench.shows("[0] = 0"));
    bench.press("G");
    bench.press("g");
    for _ in 0..101 {
        bench.press("j");
    }
    assert!(bench.shows("… 2999900 more, Enter shows 100"));
    bench.press("<Enter>");
    assert!(bench.shows("[100] = 100"));
}

#[test]
fn a_moment_of_the_output_can_be_gone_to() {
    let mut bench = Bench::demo("queens", SMALL);
    bench.press("c6");
    let end = bench.app.view.as_ref().unwrap().position.time;
    bench.press("g<Enter>");
    let view = bench.app.view.as_ref().unwrap();
    assert!(view.position.time < end);
    assert_eq!(view.position.time, view.output.last().map_or(view.position.time, |line| line.time));
}

#[test]
fn quitting_and_stopping_are_asked_for_outside() {
    let mut bench = Bench::demo("ledger", SMALL);
    bench.press("<Ctrl-z><Ctrl-l>q:quit<Enter>");
    assert_eq!(bench.asked, ["suspend", "redraw", "quit", "quit"]);
    bench.press("<Ctrl-c>");
    assert!(bench.shows("nothing runs; q leaves"));
}

#[test]
fn the_timeline_shows_where_we_are_and_what_happened() {
    let mut bench = Bench::demo("crash", LARGE);
    let bar = |bench: &Bench| {
        let area = bench.app.areas.as_ref().unwrap().pane(Pane::Timeline).unwrap();
        (0..area.width).map(|x| bench.buffer()[(x, area.y)].symbol().to_string()).collect::<Vec<_>>()
    };
    let place = |bench: &Bench, sign: &str| bar(bench).iter().position(|cell| cell == sign);
    bench.press("c");
    let raised = place(&bench, "◉").expect("now");
    assert!(raised > 100);
    bench.press("u<lt>");
    assert_eq!((place(&bench, "◉"), place(&bench, "✖")), (Some(1), Some(raised)));
    // A change is a mark of its own, on a branch of its own.
    bench.press(":to 21<Enter>mx:jump 22<Enter>");
    assert!(place(&bench, "⑂").is_some());
    bench.press("z");
    assert!(place(&bench, "⑂").is_none());
    bench.press("<lt>");
    assert!(place(&bench, "x").is_some());
    // A moment picked on it is gone to.
    bench.press("7<Right><Right><Right><Enter>");
    assert!(place(&bench, "◉").unwrap() > 1);
}
