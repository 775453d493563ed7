//! Breakpoints. They belong to the session, never to a recorded state: going back in time keeps them.

use super::Session;
use super::api::BreakpointView;
use crate::vm::import;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Instructions that a condition may take.
const CONDITION_BUDGET: u64 = 10_000_000;

/// One breakpoint.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Breakpoint {
    pub number: u32,
    pub file: String,
    pub line: u32,
    pub condition: Option<String>,
    pub enabled: bool,
    pub hits: u64,
}

impl Breakpoint {
    pub fn view(&self) -> BreakpointView {
        BreakpointView {
            number: self.number,
            file: self.file.clone(),
            line: self.line,
            condition: self.condition.clone(),
            enabled: self.enabled,
            hits: self.hits,
        }
    }
}

/// A breakpoint that counts. Number 0 is the goal of a `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub number: u32,
    pub note: Option<String>,
}

impl Session {
    /// Put all breakpoints that are on, and the goal of a motion, into the code.
    pub(super) fn patch_breakpoints(&mut self) {
        let mut lines: BTreeSet<(String, u32)> =
            self.breakpoints.iter().filter(|b| b.enabled).map(|b| (b.file.clone(), b.line)).collect();
        lines.extend(self.goal.clone());
        self.timeline.vm.codes.set_breakpoints(lines);
    }

    /// The program stands at a breakpoint: does one count, by its condition?
    pub(super) fn judge_breakpoint(&mut self) -> Option<Verdict> {
        let f = *self.timeline.vm.stack.frames.last()?;
        let file = self.timeline.vm.codes.source_of(f.code).file.clone();
        let line = self.timeline.vm.codes.get(f.code).code.line_at(f.pc);
        let line = self.timeline.vm.codes.get(f.code).code.stmt_at(f.pc).map_or(line, |s| s.line);
        let frame = self.timeline.vm.stack.depth() - 1;
        for i in 0..self.breakpoints.len() {
            let b = &self.breakpoints[i];
            if !b.enabled || b.file != file || b.line != line {
                continue;
            }
            let number = b.number;
            let verdict = match b.condition.clone() {
                None => Some(None),
                Some(condition) => match self.timeline.vm.is_true(Some(frame), &condition, CONDITION_BUDGET) {
                    Ok(true) => Some(None),
                    Ok(false) => None,
                    Err(e) => Some(Some(format!("the condition of breakpoint {number} failed: {e}"))),
                },
            };
            if let Some(note) = verdict {
                self.breakpoints[i].hits += 1;
                return Some(Verdict { number, note });
            }
        }
        match &self.goal {
            Some((f, l)) if *f == file && *l == line => Some(Verdict { number: 0, note: None }),
            _ => None,
        }
    }

    /// Add a breakpoint; the line moves down to the next one that has a statement.
    pub(super) fn add_breakpoint(
        &mut self,
        file: Option<String>,
        line: u32,
        condition: Option<String>,
    ) -> Result<BreakpointView, String> {
        if let Some(condition) = &condition {
            import::compile_expression(condition, "<condition>", &[], true).map_err(|e| format!("condition: {}", e.message))?;
        }
        let (file, lines) = self.resolve_file(file)?;
        let at = at_or_after(&lines, &file, line)?;
        if let Some(existing) = self.breakpoints.iter_mut().find(|b| b.file == file && b.line == at) {
            existing.condition = condition;
            existing.enabled = true;
            let view = existing.view();
            self.patch_breakpoints();
            return Ok(view);
        }
        self.last_breakpoint += 1;
        let b = Breakpoint { number: self.last_breakpoint, file, line: at, condition, enabled: true, hits: 0 };
        let view = b.view();
        self.breakpoints.push(b);
        self.patch_breakpoints();
        Ok(view)
    }

    /// The full name of a file that the user named in part, and the lines of its statements.
    fn resolve_file(&mut self, wanted: Option<String>) -> Result<(String, BTreeSet<u32>), String> {
        let Some(wanted) = wanted else {
            let file = self.current_file().unwrap_or_else(|| self.program.clone());
            let lines = self.statement_lines(&file);
            return Ok((file, lines));
        };
        let sources = &self.timeline.vm.codes.sources;
        let loaded = sources.iter().find(|s| !s.hidden && (s.file == wanted || s.file.ends_with(&format!("/{wanted}"))));
        match loaded.map(|s| s.file.clone()) {
            Some(file) => {
                let lines = self.statement_lines(&file);
                Ok((file, lines))
            }
            None => self.file_to_come(&wanted),
        }
    }

    /// A file beside the script, which the program may import later: its name is the one that the import will give it.
    fn file_to_come(&mut self, wanted: &str) -> Result<(String, BTreeSet<u32>), String> {
        let vm = &mut self.timeline.vm;
        let file = match vm.script_dir.as_str() {
            "" => wanted.to_owned(),
            _ if wanted.starts_with('/') => wanted.to_owned(),
            folder => format!("{folder}/{wanted}"),
        };
        let source = vm.world.peek_file(&file).and_then(|bytes| String::from_utf8(bytes).ok());
        let source = source.ok_or_else(|| format!("no file '{wanted}' is loaded, or lies beside the script"))?;
        let program = import::compile_module(&source, &file, false).map_err(|e| format!("'{wanted}': {}", e.message))?;
        let lines = program.codes.iter().flat_map(|c| c.stmts.iter().map(|s| s.line)).collect();
        Ok((file, lines))
    }

    /// `line`, or the next one on which a statement begins.
    pub(super) fn line_with_statement(&self, file: &str, line: u32) -> Result<u32, String> {
        at_or_after(&self.statement_lines(file), file, line)
    }

    /// Lines of a file on which a statement begins.
    fn statement_lines(&self, file: &str) -> BTreeSet<u32> {
        let codes = &self.timeline.vm.codes;
        codes
            .all
            .iter()
            .filter(|l| codes.sources[l.source as usize].file == file)
            .flat_map(|l| l.code.stmts.iter().map(|s| s.line))
            .collect()
    }
}

/// `line`, or the next of `lines`.
fn at_or_after(lines: &BTreeSet<u32>, file: &str, line: u32) -> Result<u32, String> {
    let at = lines.range(line..).next().copied();
    at.ok_or_else(|| format!("line {line} of {file} has no statement at or after it"))
}
