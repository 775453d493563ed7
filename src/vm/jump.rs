//! "Make this line the next to run": a jump to any line of the function on top of the stack.
//!
//! Every line can be entered from every line, because a statement begins with no temporary live and what a block must
//! remember is in hidden slots that may be unset. What is left behind is cleared, what was entered from the side is told.

use super::machine::Vm;
use super::value::Value;
use crate::bytecode::{Code, CodeKind, Region, RegionKind};

impl Vm {
    /// Make `line` the next to run in the top frame. Takes one moment. Gives notes for the user: what did not run, what was
    /// not entered. Fails when the function has no such line.
    pub fn jump_to_line(&mut self, line: u32) -> Result<Vec<String>, String> {
        let Some(&f) = self.stack.frames.last() else {
            return Err("the program has ended: there is no line to jump from".into());
        };
        if f.hidden {
            return Err("the program is inside one of sleepy's own functions: go up to your own code first (`finish`)".into());
        }
        let code = &self.codes.get(f.code).code;
        let inner = self.codes.get(f.code).nested.iter().map(|&n| &self.codes.get(n).code);
        if code.entry_of_line(line).is_none()
            && let Some(inner) = inner.into_iter().find(|c| c.flags.kind != CodeKind::Lambda && covers(c, line))
        {
            return Err(format!("line {line} is in {}, not in the current function {}", inner.qualname, code.qualname));
        }
        let Some((target, at)) = entry(code, line) else {
            let lines: Vec<u32> = enterable_lines(code);
            let (first, last) = (lines.first().copied().unwrap_or(0), lines.last().copied().unwrap_or(0));
            return Err(format!("line {line} is not in the current function {}: its lines are {first} to {last}", code.qualname));
        };
        let mut notes = Vec::new();
        if at != line {
            notes.push(format!("line {line} has no statement: jumped to line {at}"));
        }
        let inside = |r: &Region, pc: u32| (r.start..r.end).contains(&pc);
        let mut cleared = Vec::new();
        for r in code.regions.iter().filter(|r| inside(r, f.pc) && !inside(r, target)) {
            let was_active = r.slots.iter().any(|&s| !self.stack.regs[f.base as usize + usize::from(s)].is_unset());
            notes.extend(left_note(r, was_active));
            cleared.extend(r.slots.iter().copied());
        }
        for r in code.regions.iter().filter(|r| inside(r, target) && !inside(r, f.pc)) {
            let is_active = r.slots.iter().any(|&s| !self.stack.regs[f.base as usize + usize::from(s)].is_unset());
            notes.extend(entered_note(r, is_active));
        }
        // Going to the head of a loop from inside starts it anew.
        let temporaries = code.regs.len()..usize::from(code.nregs);
        for slot in cleared {
            self.stack.regs[f.base as usize + usize::from(slot)] = Value::Unset;
        }
        self.stack.regs[f.base as usize + temporaries.start..f.base as usize + temporaries.end].fill(Value::Unset);
        self.jump_to(target).map(|()| notes).map_err(|_| "the jump failed".into())
    }
}

/// Is `line` one of those from the first statement of a nested body to the end of its last?
fn covers(code: &Code, line: u32) -> bool {
    let first = code.stmts.iter().map(|s| s.line).min();
    let last = code.spans.iter().map(|s| s.end_line).max();
    first.is_some_and(|first| first <= line) && last.is_some_and(|last| line <= last)
}

/// Where a jump to `line` lands: the line's first statement, the statement that goes on over this line, or the next line's
/// that has one.
fn entry(code: &Code, line: u32) -> Option<(u32, u32)> {
    if let Some(pc) = code.entry_of_line(line) {
        return Some((pc, line));
    }
    if let Some(s) = statement_over(code, line) {
        return code.entry_of_line(s).map(|pc| (pc, s));
    }
    let first = code.stmts.iter().map(|s| s.line).min()?;
    let next = code.stmts.iter().map(|s| s.line).filter(|&l| l > line).min()?;
    if line < first {
        return None;
    }
    code.entry_of_line(next).map(|pc| (pc, next))
}

/// The line of the statement that began before `line` and whose text goes on there.
fn statement_over(code: &Code, line: u32) -> Option<u32> {
    let before = code.stmts.iter().map(|s| s.line).filter(|&l| l < line).max()?;
    let ends = code.stmts.iter().skip(1).map(|s| s.pc).chain([code.ops.len() as u32]);
    let mut parts = code.stmts.iter().zip(ends).filter(|(s, _)| s.line == before);
    let goes_on = parts.any(|(s, end)| {
        let spans = code.spans.get(s.pc as usize..end as usize).unwrap_or(&[]);
        spans.iter().any(|span| (span.line..=span.end_line).contains(&line) && span.line >= before)
    });
    goes_on.then_some(before)
}

/// Lines of a function that one can jump to.
pub fn enterable_lines(code: &Code) -> Vec<u32> {
    let mut lines: Vec<u32> = code.stmts.iter().map(|s| s.line).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

fn left_note(r: &Region, was_active: bool) -> Option<String> {
    let line = r.line;
    match r.kind {
        RegionKind::With if was_active => Some(format!("left the `with` of line {line}: its __exit__ did not run")),
        RegionKind::Finally if was_active => {
            Some(format!("left the `finally` of line {line}: what was pending in it is dropped"))
        }
        RegionKind::Try => None,
        _ => None,
    }
}

fn entered_note(r: &Region, is_active: bool) -> Option<String> {
    let line = r.line;
    match r.kind {
        RegionKind::With => Some(format!(
            "entered the `with` of line {line} from the side: the manager was not entered, its __exit__ will be skipped"
        )),
        RegionKind::For if is_active => Some(format!("entered the `for` of line {line}: its iterator goes on where it was")),
        RegionKind::For => {
            Some(format!("entered the `for` of line {line} from the side: the loop starts when its head is reached"))
        }
        RegionKind::While => Some(format!("entered the `while` of line {line}: its condition is tested at the head")),
        RegionKind::Try => Some(format!("entered the `try` of line {line}: its handlers and `finally` apply from here on")),
        RegionKind::Except => Some(format!("entered the `except` of line {line}: there is no exception, its name is unbound")),
        RegionKind::Finally => {
            Some(format!("entered the `finally` of line {line}: nothing is pending, it runs and falls through"))
        }
        RegionKind::Match => None,
        RegionKind::Case => Some(format!("entered the `case` of line {line}: nothing was matched, its names are unbound")),
        RegionKind::Comprehension => None,
    }
}
