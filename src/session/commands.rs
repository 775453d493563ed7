//! The one table of commands. Every row is a word a person can say: batch mode and the `:` line parse it, the keymap binds it, the
//! palette and the help list it, the documentation is printed from it.
//!
//! To add a command: a variant of [`Command`], a row here, an arm in the session. What only moves things on the screen (panes, scrolling,
//! search) is not a command of the debugger and lives in the terminal's own table.

use super::api::{Command, Motion};

/// What kind of thing a command does; the chapters of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Forward,
    Backward,
    Travel,
    Breakpoints,
    Values,
    Stack,
    Views,
    Program,
}

impl Group {
    /// In the order of the help.
    pub const ALL: [Group; 8] = [
        Group::Forward,
        Group::Backward,
        Group::Travel,
        Group::Breakpoints,
        Group::Values,
        Group::Stack,
        Group::Views,
        Group::Program,
    ];

    /// The chapter's heading.
    pub fn title(self) -> &'static str {
        match self {
            Group::Forward => "Forward",
            Group::Backward => "Backward",
            Group::Travel => "Through time",
            Group::Breakpoints => "Breakpoints",
            Group::Values => "Values",
            Group::Stack => "Stack",
            Group::Views => "Views",
            Group::Program => "Program and session",
        }
    }
}

/// A row of the table.
#[derive(Debug)]
pub struct Row {
    /// The full word.
    pub name: &'static str,
    /// Other words for it, short ones first: those of gdb, rr and pdb where they mean the same.
    pub aliases: &'static [&'static str],
    /// Keys of the terminal, as [`for_key`] knows them: `n`, `F10`, `<`.
    pub keys: &'static [&'static str],
    /// The arguments as the help shows them; `[..]` may be left out.
    pub args: &'static str,
    /// One sentence, no full stop.
    pub doc: &'static str,
    pub group: Group,
    build: fn(&str) -> Result<Command, String>,
}

impl Row {
    /// Whether the command needs something after its name.
    pub fn needs_args(&self) -> bool {
        !self.args.is_empty() && !self.args.starts_with('[') || self.name == "break"
    }

    /// Make the command from what stands after the name.
    pub fn build(&self, rest: &str) -> Result<Command, String> {
        (self.build)(rest).map_err(|problem| {
            let usage = if self.args.is_empty() { self.name.to_string() } else { format!("{} {}", self.name, self.args) };
            format!("{problem}; usage: {usage}")
        })
    }
}

macro_rules! motion {
    ($motion:ident) => {
        |rest| nothing(rest, Command::Move(Motion::$motion))
    };
}

macro_rules! plain {
    ($command:ident) => {
        |rest| nothing(rest, Command::$command)
    };
}

macro_rules! table {
    ($($group:ident { $($name:literal [$($alias:literal)*] [$($key:literal)*] $args:literal $doc:literal => $build:expr;)* })*) => {
        &[$($(Row {
            name: $name, aliases: &[$($alias),*], keys: &[$($key),*], args: $args, doc: $doc, group: Group::$group, build: $build,
        },)*)*]
    };
}

/// All commands, by group.
#[rustfmt::skip]
pub static COMMANDS: &[Row] = table! {
    // name        [aliases]              [keys]       args    doc
    Forward {
        "step"     ["s" "in"]             ["s" "F11"]  ""      "Run to the next line, into calls" => motion!(Step);
        "next"     ["n" "over"]           ["n" "F10"]  ""      "Run to the next line of this function, over calls" => motion!(Next);
        "finish"   ["f" "out" "return" "r"] ["f" "F12"] ""     "Run until this function returns" => motion!(Finish);
        "continue" ["c" "cont"]           ["c" "F5"]   ""      "Run to a breakpoint, an uncaught exception or the end" => motion!(Continue);
        "to"       ["t" "until" "unt" "advance"] ["t"] "LINE"  "Run until this line is reached" => |rest| Ok(Command::Move(Motion::To { line: line(rest)? }));
        "stepi"    ["si"]                 ["i"]        ""      "Run one instruction" => motion!(StepInstruction);
    }
    Backward {
        "back-step"     ["bs" "back" "rs" "reverse-step"]     ["S"]  ""     "Go back to the line before, into calls" => motion!(BackStep);
        "back-next"     ["bn" "rn" "reverse-next"]            ["N"]  ""     "Go back to the line before of this function, over calls" => motion!(BackNext);
        "back-finish"   ["bf" "reverse-finish"]               ["F"]  ""     "Go back to the call of this function" => motion!(BackFinish);
        "back-continue" ["bc" "rc" "reverse-continue"]        ["C"]  ""     "Go back to a breakpoint or the start" => motion!(BackContinue);
        "back-to"       ["reverse-to"]                        ["T"]  "LINE" "Go back to the last time this line was reached" => |rest| Ok(Command::Move(Motion::BackTo { line: line(rest)? }));
        "back-stepi"    ["bsi" "rsi" "reverse-stepi"]         ["I"]  ""     "Go back one instruction" => motion!(BackStepInstruction);
    }
    Travel {
        "at"    ["seek" "travel"]  []         "TIME" "Travel to a moment" => |rest| Ok(Command::Move(Motion::At { time: number(rest, "a moment")? }));
        "start" []                 ["<"]      ""     "Travel to the start of the run" => motion!(Start);
        "end"   []                 [">"]      ""     "Travel to the end of what is known of the run" => motion!(End);
        "jump"  ["j"]              ["J"]      "LINE" "Make this line of the current function the next to run" => |rest| Ok(Command::Jump { line: line(rest)? });
        "undo"  ["z"]              ["z"]      ""     "Take back the last command: a jump, a set, a travel" => plain!(Undo);
        "redo"  []                 ["Z"]      ""     "Do again what was undone" => plain!(Redo);
    }
    Breakpoints {
        "break"       ["b"]                    ["b"]  "[FILE:]LINE [if EXPR]" "Stop at a line, always or when an expression is true" => breakpoint;
        "delete"      ["del" "clear" "cl"]     []     "N"  "Delete a breakpoint" => |rest| Ok(Command::Delete { number: number(rest, "a breakpoint's number")? });
        "enable"      []                       []     "N"  "Switch a breakpoint on" => |rest| Ok(Command::Enable { number: number(rest, "a breakpoint's number")?, on: true });
        "disable"     []                       []     "N"  "Switch a breakpoint off, but keep it" => |rest| Ok(Command::Enable { number: number(rest, "a breakpoint's number")?, on: false });
        "breakpoints" ["bl"]                   []     ""   "List the breakpoints" => plain!(ListBreakpoints);
    }
    Values {
        "print"  ["p" "pp" "eval" "e"]  ["p" "e"]  "EXPR"         "Evaluate an expression here and now; its side effects are rolled back" => |rest| Ok(Command::Print { expression: text(rest, "an expression")? });
        "set"    ["="]                  ["="]      "NAME = EXPR"  "Give a variable a new value" => assignment;
        "locals" ["l" "vars"]           []         ""             "The variables of the selected frame" => plain!(Locals);
        "input"  ["answer"]             []         "LINE"         "Answer the program's input()" => |rest| Ok(Command::Input { line: rest.to_string() });
    }
    Stack {
        "stack" ["bt" "backtrace"]  []     ""   "The stack, innermost frame first" => plain!(Stack);
        "up"    ["u"]               ["u"]  ""   "Select the frame that called this one" => plain!(Up);
        "down"  ["d"]               ["d"]  ""   "Select the frame that this one called" => plain!(Down);
        "frame" ["fr"]              []     "N"  "Select a frame; 0 is the innermost" => |rest| Ok(Command::Frame { index: number(rest, "a frame's number")? });
        "where" ["w" "here"]        []     ""   "Where the program stands" => plain!(Where);
    }
    Views {
        "output"   ["o"]          []     ""       "All that the program has written up to now" => plain!(Output);
        "lowered"  ["goto"]       []     ""       "The current function without blocks: labels and gotos" => plain!(Lowered);
        "bytecode" ["dis" "code"] []     ""       "The current function's instructions" => plain!(Bytecode);
        "theme"    ["colors"]     []     "NAME"   "Change the colours: the name of a theme or the path of a file" => |rest| Ok(Command::Theme { name: text(rest, "a theme's name")? });
        "help"     ["h" "?"]      ["?" "F1"]  "[COMMAND]" "Explain a command, or list them all" => |rest| Ok(Command::Help { topic: (!rest.trim().is_empty()).then(|| rest.trim().to_string()) });
    }
    Program {
        "save" ["checkpoint" "w!"]  []     "PATH"  "Write the running program, with its history, to a file" => |rest| Ok(Command::Save { path: text(rest, "a path")? });
        "quit" ["q" "exit"]         ["q"]  ""      "Leave" => plain!(Quit);
    }
};

/// Read one line: a command's name, an alias or a prefix that fits one command only, then its arguments.
///
/// # Errors
/// A sentence for the user: what is wrong and what may have been meant.
pub fn parse(line: &str) -> Result<Command, String> {
    let (row, rest) = split(line)?;
    row.build(rest)
}

/// The row a line names, and what stands behind the name.
///
/// # Errors
/// As [`parse`].
pub fn split(line: &str) -> Result<(&'static Row, &str), String> {
    let line = line.trim_start().trim_end_matches(['\r', '\n']);
    if let Some(rest) = line.strip_prefix('=') {
        return Ok((find("set")?, rest));
    }
    let end = line.find(char::is_whitespace).unwrap_or(line.len());
    let (word, rest) = (&line[..end], line[end..].strip_prefix(char::is_whitespace).unwrap_or(""));
    if word.is_empty() {
        return Err("no command; `help` lists them".to_string());
    }
    // `back step` and `reverse step` read as one word.
    if matches!(word, "back" | "reverse") && !rest.trim().is_empty() {
        let rest = rest.trim_start();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let row = find(&format!("back-{}", &rest[..end]))?;
        return Ok((row, rest[end..].strip_prefix(char::is_whitespace).unwrap_or("")));
    }
    Ok((find(word)?, rest))
}

/// The row with this name, alias or unambiguous prefix.
///
/// # Errors
/// Says which commands the word may have meant.
pub fn find(word: &str) -> Result<&'static Row, String> {
    if let Some(row) = COMMANDS.iter().find(|row| row.name == word || row.aliases.contains(&word)) {
        return Ok(row);
    }
    let candidates: Vec<&'static Row> = COMMANDS.iter().filter(|row| row.name.starts_with(word)).collect();
    match candidates.as_slice() {
        [] => Err(match nearest(word) {
            Some(name) => format!("unknown command `{word}`; did you mean `{name}`?"),
            None => format!("unknown command `{word}`; `help` lists them all"),
        }),
        [row] => Ok(row),
        // `ste` is `step`, though `stepi` begins so too.
        [first, others @ ..] if others.iter().all(|row| row.name.starts_with(first.name)) => Ok(first),
        several => {
            let names: Vec<_> = several.iter().map(|row| row.name).collect();
            Err(format!("`{word}` could be {}", names.join(", ")))
        }
    }
}

/// The command a key stands for in the terminal.
pub fn for_key(key: &str) -> Option<&'static Row> {
    COMMANDS.iter().find(|row| row.keys.contains(&key))
}

/// Names that begin with `prefix`, for completion.
pub fn complete(prefix: &str) -> Vec<&'static str> {
    COMMANDS.iter().map(|row| row.name).filter(|name| name.starts_with(prefix)).collect()
}

/// The help text: of one command, or the whole table.
///
/// # Errors
/// The topic is no command.
pub fn help(topic: Option<&str>) -> Result<String, String> {
    if let Some(topic) = topic {
        let row = find(topic)?;
        let mut text = format!("{} {}", row.name, row.args).trim_end().to_string();
        text.push_str(&format!("\n  {}.", row.doc));
        if !row.aliases.is_empty() {
            text.push_str(&format!("\n  Also: {}.", row.aliases.join(", ")));
        }
        if !row.keys.is_empty() {
            text.push_str(&format!("\n  Keys: {}", row.keys.join("  ")));
        }
        return Ok(text);
    }
    let width = COMMANDS.iter().map(|row| row.name.len() + 1 + row.args.len()).max().unwrap_or(0);
    let mut text = String::new();
    for group in Group::ALL {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(group.title());
        text.push('\n');
        for row in COMMANDS.iter().filter(|row| row.group == group) {
            let usage = format!("{} {}", row.name, row.args);
            text.push_str(&format!("  {usage:width$}  {}\n", row.doc));
        }
    }
    Ok(text)
}

/// The name or alias nearest to a mistyped word, if one is near.
fn nearest(word: &str) -> Option<&'static str> {
    let far = 1 + word.chars().count() / 4;
    COMMANDS
        .iter()
        .flat_map(|row| std::iter::once((row.name, row.name)).chain(row.aliases.iter().map(move |alias| (*alias, row.name))))
        .filter(|(known, _)| known.len() > 2)
        .map(|(known, name)| (distance(word, known), name))
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Edit distance in which two letters swapped count as one.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(row[j - 1] + 1).min(rows[i - 1][j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

fn nothing(rest: &str, command: Command) -> Result<Command, String> {
    if rest.trim().is_empty() { Ok(command) } else { Err(format!("`{}` is too much", rest.trim())) }
}

fn text(rest: &str, what: &str) -> Result<String, String> {
    if rest.trim().is_empty() { Err(format!("{what} is missing")) } else { Ok(rest.trim().to_string()) }
}

fn number<T: std::str::FromStr>(rest: &str, what: &str) -> Result<T, String> {
    let rest = text(rest, what)?;
    rest.replace('_', "").parse().map_err(|_| format!("`{rest}` is not {what}"))
}

fn line(rest: &str) -> Result<u32, String> {
    match number(rest, "a line number")? {
        0 => Err("lines are counted from 1".to_string()),
        line => Ok(line),
    }
}

/// `[FILE:]LINE [if EXPR]`, or pdb's `LINE, EXPR`; nothing at all lists the breakpoints, as in pdb.
fn breakpoint(rest: &str) -> Result<Command, String> {
    let rest = rest.trim();
    if rest.is_empty() {
        return Ok(Command::ListBreakpoints);
    }
    let (place, condition) = match condition_at(rest) {
        Some((place, condition)) => (place, Some(text(condition, "the condition")?)),
        None => (rest, None),
    };
    let (file, number) = match place.rsplit_once(':') {
        Some((file, number)) => (Some(text(file, "the file's name")?), number),
        None => (None, place),
    };
    Ok(Command::Break { file, line: line(number)?, condition })
}

/// Split a place from its condition.
fn condition_at(rest: &str) -> Option<(&str, &str)> {
    if let Some(place) = rest.strip_suffix(" if") {
        return Some((place, ""));
    }
    let word = rest.find(" if ").map(|at| (at, at + 4));
    // A comma counts only behind a line number: file names may hold one.
    let comma = rest.find(',').filter(|at| rest[..*at].ends_with(|c: char| c.is_ascii_digit())).map(|at| (at, at + 1));
    let (end, start) = match (word, comma) {
        (Some(word), Some(comma)) => word.min(comma),
        (found, None) | (None, found) => found?,
    };
    Some((rest[..end].trim(), rest[start..].trim()))
}

/// `NAME = EXPR`; NAME can be anything one can assign to. gdb's `set var NAME = EXPR` is understood.
fn assignment(rest: &str) -> Result<Command, String> {
    let rest = rest.trim();
    let rest = rest.strip_prefix("var ").or_else(|| rest.strip_prefix("variable ")).unwrap_or(rest);
    let at = assignment_sign(rest).ok_or("the `=` is missing")?;
    Ok(Command::Set { name: text(&rest[..at], "the name")?, expression: text(&rest[at + 1..], "the value")? })
}

/// Where the `=` of an assignment stands: outside of brackets and strings, not a part of `==` and its kin.
fn assignment_sign(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut depth, mut quote) = (0i32, None);
    let mut at = 0;
    while at < bytes.len() {
        match (quote, bytes[at]) {
            (Some(_), b'\\') => at += 1,
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, sign @ (b'"' | b'\'')) => quote = Some(sign),
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth -= 1,
            (None, b'=') if depth == 0 => {
                let double = bytes.get(at + 1) == Some(&b'=');
                let compared = at > 0 && matches!(bytes[at - 1], b'!' | b'<' | b'>' | b'=');
                if !double && !compared {
                    return Some(at);
                }
                at += usize::from(double);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moved(motion: Motion) -> Result<Command, String> {
        Ok(Command::Move(motion))
    }

    #[test]
    fn every_word_of_the_command_line_is_read() {
        for (line, motion) in [
            ("step", Motion::Step),
            ("s", Motion::Step),
            ("  next  ", Motion::Next),
            ("n", Motion::Next),
            ("finish", Motion::Finish),
            ("fin", Motion::Finish),
            ("continue", Motion::Continue),
            ("c", Motion::Continue),
            ("cont", Motion::Continue),
            ("to 12", Motion::To { line: 12 }),
            ("until 12", Motion::To { line: 12 }),
            ("stepi", Motion::StepInstruction),
            ("si", Motion::StepInstruction),
            ("ste", Motion::Step),
            ("back-step", Motion::BackStep),
            ("back step", Motion::BackStep),
            ("back", Motion::BackStep),
            ("back-next", Motion::BackNext),
            ("rn", Motion::BackNext),
            ("back-f", Motion::BackFinish),
            ("reverse-continue", Motion::BackContinue),
            ("back-to 3", Motion::BackTo { line: 3 }),
            ("back to 3", Motion::BackTo { line: 3 }),
            ("back-stepi", Motion::BackStepInstruction),
            ("at 1_000", Motion::At { time: 1000 }),
            ("start", Motion::Start),
            ("end\r\n", Motion::End),
        ] {
            assert_eq!(parse(line), moved(motion), "{line}");
        }
        for (line, command) in [
            ("jump 7", Command::Jump { line: 7 }),
            ("delete 2", Command::Delete { number: 2 }),
            ("enable 2", Command::Enable { number: 2, on: true }),
            ("disable 2", Command::Enable { number: 2, on: false }),
            ("breakpoints", Command::ListBreakpoints),
            ("break", Command::ListBreakpoints),
            ("print a + 1", Command::Print { expression: "a + 1".into() }),
            ("p x", Command::Print { expression: "x".into() }),
            ("stack", Command::Stack),
            ("bt", Command::Stack),
            ("locals", Command::Locals),
            ("up", Command::Up),
            ("d", Command::Down),
            ("frame 0", Command::Frame { index: 0 }),
            ("where", Command::Where),
            ("output", Command::Output),
            ("lowered", Command::Lowered),
            ("bytecode", Command::Bytecode),
            ("save a b.ckpt", Command::Save { path: "a b.ckpt".into() }),
            ("undo", Command::Undo),
            ("redo", Command::Redo),
            ("input  two words ", Command::Input { line: " two words ".into() }),
            ("input", Command::Input { line: String::new() }),
            ("theme dark", Command::Theme { name: "dark".into() }),
            ("help", Command::Help { topic: None }),
            ("? step", Command::Help { topic: Some("step".into()) }),
            ("q", Command::Quit),
        ] {
            assert_eq!(parse(line), Ok(command), "{line}");
        }
    }

    #[test]
    fn a_breakpoint_has_a_place_and_a_condition() {
        for (line, file, number, condition) in [
            ("break 4", None, 4, None),
            ("b game.py:4", Some("game.py"), 4, None),
            ("break dir/x.py:4 if a == 'if '", Some("dir/x.py"), 4, Some("a == 'if '")),
            ("break 4 if n in (1, 2)", None, 4, Some("n in (1, 2)")),
            ("b 4, n > 1", None, 4, Some("n > 1")),
        ] {
            let expected =
                Command::Break { file: file.map(str::to_string), line: number, condition: condition.map(str::to_string) };
            assert_eq!(parse(line), Ok(expected), "{line}");
        }
    }

    #[test]
    fn an_assignment_is_split_at_its_own_sign() {
        for (line, name, value) in [
            ("set x = 1", "x", "1"),
            ("set x=y == 2", "x", "y == 2"),
            ("= x = 3", "x", "3"),
            ("set var x = 3", "x", "3"),
            ("set d['a=b'] = f(k=1)", "d['a=b']", "f(k=1)"),
            ("set a[x == 1].b = ''", "a[x == 1].b", "''"),
        ] {
            assert_eq!(parse(line), Ok(Command::Set { name: name.into(), expression: value.into() }), "{line}");
        }
        assert!(parse("set x == 1").unwrap_err().contains("`=` is missing"));
    }

    #[test]
    fn what_cannot_be_read_is_explained() {
        for (line, problem) in [
            ("", "no command; `help` lists them"),
            ("stpe", "unknown command `stpe`; did you mean `step`?"),
            ("contniue", "unknown command `contniue`; did you mean `continue`?"),
            ("breakpiont", "unknown command `breakpiont`; did you mean `breakpoints`?"),
            ("xyzzy", "unknown command `xyzzy`; `help` lists them all"),
            ("st", "`st` could be step, stepi, start, stack"),
            ("jump", "a line number is missing; usage: jump LINE"),
            ("jump x", "`x` is not a line number; usage: jump LINE"),
            ("jump 0", "lines are counted from 1; usage: jump LINE"),
            ("next 3", "`3` is too much; usage: next"),
            ("break 4 if", "the condition is missing; usage: break [FILE:]LINE [if EXPR]"),
            ("print", "an expression is missing; usage: print EXPR"),
        ] {
            assert_eq!(parse(line), Err(problem.to_string()), "{line}");
        }
    }

    #[test]
    fn no_word_and_no_key_means_two_things() {
        let mut words = std::collections::BTreeSet::new();
        let mut keys = std::collections::BTreeSet::new();
        for row in COMMANDS {
            for word in std::iter::once(&row.name).chain(row.aliases) {
                assert!(words.insert(*word), "{word} twice");
            }
            for key in row.keys {
                assert!(keys.insert(*key), "{key} twice");
            }
        }
    }

    #[test]
    fn help_knows_every_command() {
        let all = help(None).unwrap();
        for row in COMMANDS {
            assert!(all.contains(row.doc), "{}", row.name);
            assert!(help(Some(row.name)).unwrap().starts_with(row.name));
        }
    }
}
