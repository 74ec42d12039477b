"""An import-linter contract: which libraries from outside some of our modules may import."""

import sys
from collections.abc import Iterator
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules
from importlinter.domain.imports import ModuleExpression


class ThirdPartyContract(Contract):
    """Direct imports from outside are limited to the standard library and `allowed`.

    `modules` and `exempt` are module expressions (`policy.**`); an exempt name takes what is below it along,
    and need not exist yet.
    """

    type_name = "third_party"
    modules = fields.SetField(subfield=fields.ModuleExpressionField())
    exempt = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    allowed = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        output.verbose_print(verbose, f"Allowed from outside: {self.allowed}")
        found = sorted(
            (importer, library)
            for importer in self._modules(graph)
            for library in graph.find_modules_directly_imported_by(importer)
            if graph.is_module_squashed(library) and not self._may_import(library)
        )
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, library in cast(list[tuple[str, str]], check.metadata["found"]):
            output.print_error(f"{importer} imports {library}")

    def _modules(self, graph: ImportGraph) -> Iterator[str]:
        exempt = cast(list[str], self.exempt)
        expressions = cast(set[ModuleExpression], self.modules)
        for module in module_expressions_to_modules(graph, expressions):
            if not any(f"{module.name}.".startswith(f"{name}.") for name in exempt):
                yield module.name

    def _may_import(self, library: str) -> bool:
        root = library.partition(".")[0]
        return root in sys.stdlib_module_names or root in cast(list[str], self.allowed)
