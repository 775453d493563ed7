//! `import` and `from ... import`.

use super::Result;
use super::builder::Builder;
use crate::bytecode::Const;
use crate::compile::ir::{Inst, Operand, Place};
use crate::syntax::{TextRange, ast};

/// What `from __future__ import` may name. All but `annotations` are how the language works anyway.
const FUTURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

impl Builder<'_> {
    pub fn import(&mut self, i: &ast::StmtImport) -> Result {
        let span = self.span(i.range);
        for alias in &i.names {
            let module = self.temp();
            let dst = Place::Temp(module);
            let name = self.name_id(&alias.name)?;
            let from_list = self.const_id(Const::None)?;
            self.emit(span, Inst::Import { dst, name, level: 0, from_list });
            let mut parts = alias.name.split('.');
            let top = parts.next().unwrap_or("");
            match &alias.asname {
                None => self.store_name(span, top, Operand::Temp(module))?,
                Some(asname) => {
                    // `import a.b as c` walks down from `a`.
                    for part in parts {
                        let name = self.name_id(part)?;
                        self.emit(span, Inst::ImportFrom { dst, module: Operand::Temp(module), name });
                    }
                    self.store_name(span, asname, Operand::Temp(module))?;
                }
            }
            self.depth = module.0;
        }
        Ok(())
    }

    pub fn import_from(&mut self, i: &ast::StmtImportFrom) -> Result {
        let span = self.span(i.range);
        let level = i.level.map_or(0, |l| l.to_u32());
        let module_name = i.module.as_deref().unwrap_or("");
        if module_name == "__future__" && level == 0 {
            return self.future(i);
        }
        let Ok(level) = u8::try_from(level) else { return Err(self.error(i.range, "too many dots in relative import")) };
        let module = self.temp();
        let names = i.names.iter().map(|a| Const::Str(a.name.to_string())).collect();
        let from_list = self.const_id(Const::Tuple(names))?;
        let name = self.name_id(module_name)?;
        self.emit(span, Inst::Import { dst: Place::Temp(module), name, level, from_list });
        let module = Operand::Temp(module);
        for alias in &i.names {
            if alias.name.as_str() == "*" {
                self.emit(span, Inst::ImportStar { module });
                continue;
            }
            let name = self.name_id(&alias.name)?;
            let value = self.temp();
            self.emit(span, Inst::ImportFrom { dst: Place::Temp(value), module, name });
            self.store_name(span, alias.asname.as_ref().unwrap_or(&alias.name), Operand::Temp(value))?;
            self.depth = value.0;
        }
        Ok(())
    }

    /// `from __future__ import ...` has been heeded already; it is checked here.
    fn future(&mut self, i: &ast::StmtImportFrom) -> Result {
        for alias in &i.names {
            let name = alias.name.as_str();
            if name == "braces" {
                return Err(self.error(i.range, "not a chance"));
            }
            if !FUTURES.contains(&name) {
                return Err(self.error(TextRange::at(i.range.start(), 1.into()), format!("future feature {name} is not defined")));
            }
        }
        Ok(())
    }
}
