//! The text of a traceback, as CPython 3.12 prints it: frames with their lines and carets, chained exceptions.

use super::fields;
use super::machine::Vm;
use super::object::{Object, TraceEntry};
use super::types;
use super::value::{Handle, Value};
use crate::bytecode::Span;
use std::fmt::Write;

/// Frames that are the same are shown this often.
const REPEATS: usize = 3;

/// Exceptions of a group that are shown, and groups within groups.
const MAX_GROUP_WIDTH: usize = 15;
const MAX_GROUP_DEPTH: usize = 10;

/// Everything that is printed for an exception that nobody caught. User-defined `__str__` methods run, and leave no trace.
pub fn format(vm: &mut Vm, exc: Handle) -> String {
    let mut printer = Printer { out: String::new(), depth: 0, need_close: false, seen: Vec::new() };
    printer.chain(vm, exc);
    printer.out
}

/// Writes exceptions; those of a group are drawn as a tree.
struct Printer {
    out: String,
    /// How many groups are around.
    depth: usize,
    /// The innermost group's frame is to be closed by whoever comes last.
    need_close: bool,
    /// Exceptions that have been shown: none is a second time, as another's cause or context.
    seen: Vec<Handle>,
}

impl Printer {
    fn indent(&self) -> String {
        "  ".repeat(self.depth)
    }

    /// Lines, with the tree's trunk before them.
    fn emit(&mut self, text: &str, margin: char) {
        let indent = self.indent();
        for line in text.lines() {
            match self.depth {
                0 => self.out.push_str(line),
                _ => {
                    let _ = write!(self.out, "{indent}{margin} {line}");
                }
            }
            self.out.push('\n');
        }
    }

    /// From the exception that was first in the chain to the one at hand.
    fn chain(&mut self, vm: &mut Vm, exc: Handle) {
        let mut chain = vec![(exc, "")];
        let mut at = exc;
        self.seen.push(exc);
        while let Some(e) = vm.heap.exception(at.into()) {
            let (next, how) = match (e.cause, e.context) {
                (Value::Obj(c), _) => (c, "\nThe above exception was the direct cause of the following exception:\n\n"),
                (_, Value::Obj(c)) if !e.suppress_context => {
                    (c, "\nDuring handling of the above exception, another exception occurred:\n\n")
                }
                _ => break,
            };
            if self.seen.contains(&next) {
                break;
            }
            self.seen.push(next);
            if let Some(last) = chain.last_mut() {
                last.1 = how;
            }
            chain.push((next, ""));
            at = next;
        }
        for &(exc, how) in chain.iter().rev() {
            self.emit(how, '|');
            match group_members(vm, exc) {
                Some(members) => self.group(vm, exc, &members),
                None => {
                    let mut text = String::new();
                    stack(vm, exc, "Traceback (most recent call last):\n", &mut text);
                    message(vm, exc, &mut text);
                    self.emit(&text, '|');
                }
            }
        }
    }

    fn group(&mut self, vm: &mut Vm, exc: Handle, members: &[Handle]) {
        if self.depth > MAX_GROUP_DEPTH {
            self.emit(&format!("... (max_group_depth is {MAX_GROUP_DEPTH})\n"), '|');
            return;
        }
        let outermost = self.depth == 0;
        if outermost {
            self.depth = 1;
        }
        let mut text = String::new();
        stack(vm, exc, "", &mut text);
        if !text.is_empty() {
            self.emit("Exception Group Traceback (most recent call last):\n", if outermost { '+' } else { '|' });
            self.emit(&text, '|');
        }
        let mut text = String::new();
        message(vm, exc, &mut text);
        self.emit(&text, '|');
        let shown = members.len().min(MAX_GROUP_WIDTH + 1);
        self.need_close = false;
        for (i, &member) in members[..shown].iter().enumerate() {
            let last = i + 1 == shown;
            if last {
                // A group inside may close the frame.
                self.need_close = true;
            }
            let truncated = i >= MAX_GROUP_WIDTH;
            let title = if truncated { "...".to_owned() } else { (i + 1).to_string() };
            let corner = if i == 0 { "+-" } else { "  " };
            let indent = self.indent();
            let _ = writeln!(self.out, "{indent}{corner}+---------------- {title} ----------------");
            self.depth += 1;
            if truncated {
                let more = members.len() - MAX_GROUP_WIDTH;
                self.emit(&format!("and {more} more exception{}\n", if more > 1 { "s" } else { "" }), '|');
            } else {
                self.chain(vm, member);
            }
            if last && self.need_close {
                let indent = self.indent();
                let _ = writeln!(self.out, "{indent}+------------------------------------");
                self.need_close = false;
            }
            self.depth -= 1;
        }
        if outermost {
            self.depth = 0;
        }
    }
}

/// The exceptions of a group.
fn group_members(vm: &Vm, exc: Handle) -> Option<Vec<Handle>> {
    let group = super::lookup::dict_get_str(&vm.heap, vm.prelude, "BaseExceptionGroup")?.handle()?;
    if !vm.heap.is_instance(exc.into(), group) {
        return None;
    }
    let members = fields::get(&vm.heap, exc, vm.heap.symbols.find("exceptions")?)?;
    let members: Vec<Handle> = vm.heap.tuple(members)?.iter().filter_map(|v| v.handle()).collect();
    members.iter().all(|&h| vm.heap.exception(h.into()).is_some()).then_some(members)
}

/// The frames of an exception's traceback, if it has any, below a heading.
fn stack(vm: &Vm, exc: Handle, heading: &str, out: &mut String) {
    let entries = vm.heap.exception(exc.into()).map(|e| e.traceback.clone()).unwrap_or_default();
    if !entries.is_empty() {
        out.push_str(heading);
        frames(vm, &entries, out);
    }
}

/// The exception itself, and its notes.
fn message(vm: &mut Vm, exc: Handle, out: &mut String) {
    if syntax_error(vm, exc, out) {
        return;
    }
    let class = vm.heap.class_of(exc.into());
    let t = vm.heap.class(class);
    let qualname = t.qualname.to_string();
    let module = vm.heap.class_attr_named(class, "__module__").map(|m| vm.heap.str_lossy(m)).unwrap_or_default();
    let name =
        if module.is_empty() || module == "builtins" || module == "__main__" { qualname } else { format!("{module}.{qualname}") };
    let mut text = vm.display_str(exc.into());
    if let Some(hint) = super::suggest::hint(vm, exc) {
        text.push_str(&hint);
    }
    match text.as_str() {
        "" => out.push_str(&name),
        text => {
            let _ = write!(out, "{name}: {text}");
        }
    }
    out.push('\n');
    let notes = vm.heap.symbols.find("__notes__").and_then(|sym| fields::get(&vm.heap, exc, sym));
    for note in notes.and_then(|n| vm.heap.items(n)).unwrap_or(&[]).to_vec() {
        let _ = writeln!(out, "{}", vm.heap.str_lossy(note));
    }
}

fn frames(vm: &Vm, entries: &[TraceEntry], out: &mut String) {
    let mut last: Option<(String, String, u32)> = None;
    let mut count = 0;
    let repeated = |count: usize, out: &mut String| {
        if count > REPEATS {
            let more = count - REPEATS;
            let _ = writeln!(out, "  [Previous line repeated {more} more time{}]", if more == 1 { "" } else { "s" });
        }
    };
    for e in entries.iter().rev() {
        let code = &vm.codes.get(e.code).code;
        let source = vm.codes.source_of(e.code);
        let line = code.line_at(e.pc);
        let this = (source.file.clone(), code.name.clone(), line);
        if last.as_ref() == Some(&this) {
            count += 1;
            if count > REPEATS {
                continue;
            }
        } else {
            repeated(count, out);
            count = 1;
            last = Some(this);
        }
        let _ = writeln!(out, "  File \"{}\", line {line}, in {}", source.file, code.name);
        let span = code.spans.get(e.pc as usize).copied().unwrap_or_default();
        // What `exec` ran is in no file.
        let from_file = !source.file.starts_with('<');
        if let Some(text) = source.text.lines().filter(|_| from_file).nth(line.saturating_sub(1) as usize) {
            let shown = text.trim();
            if !shown.is_empty() {
                let _ = writeln!(out, "    {shown}");
                if let Some(carets) = carets(text, span) {
                    let _ = writeln!(out, "    {carets}");
                }
            }
        }
    }
    repeated(count, out);
}

/// The line of carets under the part of the line that raised (PEP 657); nothing when that is the whole line.
fn carets(text: &str, span: Span) -> Option<String> {
    let indent = text.len() - text.trim_start().len();
    let end_of_line = text.trim_end().len();
    let start = usize::from(span.col);
    let end = if span.end_line == span.line { usize::from(span.end_col) } else { end_of_line };
    let (start, end) = (start.min(end_of_line), end.min(end_of_line));
    if end <= start || !text.is_char_boundary(start) || !text.is_char_boundary(end) || start < indent {
        return None;
    }
    let part = &text[start..end];
    let anchors = anchors(part).filter(|_| span.end_line == span.line);
    // Carets under the whole line tell nothing, unless they point at an operator in it.
    if start == indent && end == end_of_line && anchors.is_none() {
        return None;
    }
    let width = |s: &str| s.chars().count();
    let before = " ".repeat(width(&text[indent..start]));
    let marks = match anchors {
        Some((from, to)) => {
            format!(
                "{}{}{}",
                "~".repeat(width(&part[..from])),
                "^".repeat(width(&part[from..to])),
                "~".repeat(width(&part[to..]))
            )
        }
        None => "^".repeat(width(part)),
    };
    Some(format!("{before}{marks}"))
}

/// Within a binary operation or a subscript: the operator, or the brackets, as byte offsets.
fn anchors(part: &str) -> Option<(usize, usize)> {
    let parsed = crate::syntax::parse_expression(part, "<line>").ok()?;
    use crate::syntax::ast::{Expr, Ranged};
    match &parsed.tree {
        Expr::BinOp(b) => {
            let (left, right) = (usize::from(b.left.range().end()), usize::from(b.right.range().start()));
            let between = part.get(left..right)?;
            // Brackets around the operands are not the operator.
            let at = between.find(|c: char| !c.is_whitespace() && c != ')')?;
            let len = if between[at..].starts_with("**")
                || between[at..].starts_with("//")
                || between[at..].starts_with("<<")
                || between[at..].starts_with(">>")
            {
                2
            } else {
                1
            };
            Some((left + at, left + at + len))
        }
        Expr::Subscript(s) => {
            let value = usize::from(s.value.range().end());
            let open = value + part.get(value..)?.find('[')?;
            Some((open, part.len()))
        }
        _ => None,
    }
}

/// A SyntaxError shows the place in the text that it is about.
fn syntax_error(vm: &Vm, exc: Handle, out: &mut String) -> bool {
    if !vm.heap.is_instance(exc.into(), types::SYNTAX_ERROR) {
        return false;
    }
    let args = vm.heap.exception(exc.into()).map_or(Value::None, |e| e.args);
    let Some(&[message, details]) = vm.heap.tuple(args) else { return false };
    let Some(&[file, Value::Int(line), Value::Int(col), text, _, Value::Int(end_col)]) = vm.heap.items(details) else {
        return false;
    };
    let class = vm.heap.class_of(exc.into());
    let kind = match class {
        types::INDENTATION_ERROR => crate::syntax::ErrorKind::Indentation,
        types::TAB_ERROR => crate::syntax::ErrorKind::Tab,
        _ => crate::syntax::ErrorKind::Syntax,
    };
    let e = crate::syntax::SyntaxError {
        message: vm.heap.str_lossy(message),
        file: vm.heap.str_lossy(file),
        line: line as u32,
        col: col as u32,
        end_col: end_col as u32,
        text: vm.heap.str_lossy(text),
        kind,
    };
    let _ = writeln!(out, "{e}");
    true
}

impl Vm {
    /// A value's `str`, running the user's `__str__` where there is one, with nothing remaining of it.
    pub fn display_str(&mut self, v: Value) -> String {
        if let Some(t) = super::repr::str_of(&self.heap, v) {
            return self.heap.text_string(&t);
        }
        let class = match self.heap.object(v) {
            Some(Object::Exception(_)) => "exception",
            _ => "object",
        };
        let shown = self.rolled_back(|vm| {
            vm.world.begin_sandbox();
            let result = vm.call_to_end(types::STR.into(), &[v], 1_000_000).map(|r| vm.heap.str_lossy(r));
            vm.world.end_sandbox();
            result
        });
        shown.unwrap_or_else(|_| format!("<{class} str() failed>"))
    }
}
