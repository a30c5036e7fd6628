package dev.glasshouse.css.cascade;

import dev.glasshouse.css.ProblemLog;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a sheet holds once it is read. */
record SheetContents(
    List<Rule> rules,
    List<ImportRule> imports,
    int ruleCount,
    Map<String, Integer> unsupported,
    List<DeclaredName> declared,
    Set<String> named,
    ProblemLog problems) {}
